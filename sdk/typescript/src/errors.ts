/** What goes wrong, as errors: one for every refusal of the service, whatever its status. */

import type { Problem, ProblemFault } from './generated/types.gen.js';

/** Whatever this package throws of its own. */
export class GreffeError extends Error {
  override name = 'GreffeError';
}

/** An answer that the API does not give: a proxy's page, or that of a server of another version. */
export class UnexpectedAnswer extends GreffeError {
  override name = 'UnexpectedAnswer';

  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {
    super(`${status} ${headers.get('Content-Type') ?? ''}: ${text.slice(0, 200)}`);
  }
}

/** A refusal. The service says why, and what to do instead (RFC 9457), in the language of the client. */
export class ProblemError extends GreffeError {
  override name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    readonly headers: Headers,
  ) {
    const faults = (problem.errors ?? []).map((fault) => `${fault.in} ${fault.pointer}: ${fault.message}`);
    const lines = [`${problem.status} ${problem.code}: ${problem.title}`, problem.detail, ...faults];
    super([...lines.filter(Boolean), `(request ${problem.request_id})`].join('\n'));
  }

  /** The HTTP status. */
  get status(): number {
    return this.problem.status;
  }

  /** The stable code, never translated: what a program looks at. */
  get code(): string {
    return this.problem.code;
  }

  /** The title of the code, in the language of the client. */
  get title(): string {
    return this.problem.title;
  }

  /** What happened here and the way out, in the language of the client. */
  get detail(): string | undefined {
    return this.problem.detail;
  }

  /** The request's id: name it when you ask for help. */
  get requestId(): string {
    return this.problem.request_id;
  }

  /** Every fault that was found in what was sent. */
  get faults(): readonly ProblemFault[] {
    return this.problem.errors ?? [];
  }

  /** The fault at this place (a JSON pointer such as `/decision/notified_on`), if there is one. */
  fault(pointer: string): ProblemFault | undefined {
    return this.faults.find((fault) => fault.pointer === pointer);
  }
}

/** The version that was read is no longer the present one (412): see `update`. */
export class StaleError extends ProblemError {
  override name = 'StaleError';
}

/** The error that an answer is which is none of success. */
export async function refusal(response: Response): Promise<GreffeError> {
  const text = await response.text();
  const unexpected = () => new UnexpectedAnswer(response.status, response.headers, text);
  const kind = response.headers.get('Content-Type')?.split(';')[0]?.trim();
  if (kind !== 'application/problem+json') return unexpected();
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code !== 'string') return unexpected();
    return new (problem.status === 412 ? StaleError : ProblemError)(problem, response.headers);
  } catch {
    return unexpected();
  }
}
