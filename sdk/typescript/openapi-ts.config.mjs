// What @hey-api/openapi-ts (the version in package.json) is told. `generate.sh` names the document.
export default {
  input: process.env.GREFFE_SDK_DOCUMENT,
  output: { path: 'src/generated' },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', operations: { strategy: 'single', containerName: 'Operations' } },
  ],
};
