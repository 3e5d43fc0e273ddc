//! Finding gaps across the cases that the caller may see.

use super::api::{Gap, GapHolder, GapSummary, GapSummaryLine};
use super::model::{GapKind, Needs, RequiredDate, RoleMasks, bit_of, bits, required_dates};
use super::store::{self, Availability};
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::portfolio::{FileLanguage, Traits};
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::schema::cases as rows_of_cases;
use crate::db::types::Instant;
use crate::duties::responsibilities::holdings_store::{self, HoldingsIndex};
use crate::duties::responsibilities::matrix::{Responsibility, Share};
use crate::duties::responsibilities::resolution::{CaseTraits, Holding, Via};
use crate::duties::responsibilities::service::{docket_phase, facts};
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId, UserId};
use crate::law::proceedings::Catalog;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::teams::gaps::dialect::{CountedLine, Coverage, CoverageCount, CoverageLine, PortfolioTraits};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The number of cases that the first look takes, and that each after it takes: a page is usually
/// in the first.
const FIRST: i64 = 500;
const NEXT: i64 = 50_000;
/// The number of cases whose detail is read at a time.
const DETAILED: usize = 100;

/// The gaps that are asked for.
#[derive(Clone, Debug, Default)]
pub struct GapFilter {
    /// Only cases of this organisation.
    pub organization: Option<OrganizationId>,
    /// Only cases in this proceeding.
    pub proceeding: Option<String>,
    /// Only cases at this stage.
    pub stage: Option<String>,
    /// Only gaps of this kind.
    pub kind: Option<GapKind>,
    /// Only gaps in this responsibility.
    pub responsibility: Option<String>,
    /// The number of days within which an end counts as a gap.
    pub within_days: i64,
}

/// The traits that cases with the same gaps share: whose they are, what portfolios go by, their
/// stage, and their masks.
type GroupKey<'a> = (&'a OrganizationId, &'a PortfolioTraits, &'a String, &'a (i64, i64, i64, i64));

/// What gaps are looked for in.
struct Search<'a> {
    caller: &'a Context,
    filter: &'a GapFilter,
    horizon: Instant,
    roles: Vec<String>,
    /// The dates that the law makes orders set.
    dates: Vec<RequiredDate>,
    /// The portfolios of the organisations, and the matrices: read of one case of each.
    reading: HoldingsIndex,
    availability: HashMap<UserId, Availability>,
    /// The responsibilities that have to be held, by organisation, proceeding and stage: most cases
    /// ask the same.
    needs: HashMap<(OrganizationId, String, String), Vec<(String, Needs)>>,
}

impl<'a> Search<'a> {
    fn new(connection: &mut Connection, caller: &'a Context, filter: &'a GapFilter) -> Result<Self> {
        let organizations = organizations(connection, caller, filter)?;
        let probe = |organization_id| CaseTraits {
            id: CaseId::generate(),
            traits: Traits {
                organization_id,
                proceeding: String::new(),
                office: None,
                language: FileLanguage::Both,
                office_region: None,
            },
            stage: String::new(),
        };
        let probes: Vec<_> = organizations.iter().copied().map(probe).collect();
        let reading = holdings_store::read(connection, &probes, caller.now, None)?;
        let mut matrices = Vec::new();
        for organization in &organizations {
            matrices.push(reading.matrix(*organization)?.matrix.clone());
        }
        let roles = bits(matrices.iter().map(AsRef::as_ref));
        let availability = store::availability(connection, &reading.people_of_portfolios(), caller.now)?;
        let horizon = caller.now.after(TimeDelta::try_days(filter.within_days).unwrap_or_default());
        let dates = required_dates();
        Ok(Self { caller, filter, horizon, roles, dates, reading, availability, needs: HashMap::new() })
    }

    /// The lines of a window of cases, from one on.
    fn window(&self, from: Option<CaseId>, limit: i64) -> Coverage {
        Coverage {
            visible: visible::<rows_of_cases::table>(self.caller, QueryShape::List),
            organization: self.filter.organization,
            proceeding: self.filter.proceeding.clone(),
            stage: self.filter.stage.clone(),
            from,
            limit,
            dates: self.dates.clone(),
            roles: self.roles.clone(),
            now: self.caller.now,
            horizon: self.horizon,
        }
    }

    /// The number of responsibilities of cases like this that have a gap.
    fn gaps_of(&mut self, group: GroupKey<'_>) -> Result<usize> {
        let (
            organization,
            (proceeding, office, language, office_region),
            stage,
            (held, present, durable, undated),
        ) = group;
        let mut masks = RoleMasks { held: *held, present: *present, durable: *durable };
        if self.reading.has_portfolios(*organization) {
            let traits = Traits {
                organization_id: *organization,
                proceeding: proceeding.clone(),
                office: office.clone(),
                language: *language,
                office_region: office_region.clone(),
            };
            // No assignment of a case was read: only what portfolios hold is found.
            let case = CaseTraits { id: CaseId::generate(), traits, stage: stage.clone() };
            masks = masks.or_where_unheld(self.of_portfolios(&case));
        }
        let key = (*organization, proceeding.clone(), stage.clone());
        if !self.needs.contains_key(&key) {
            let needs = self.needs_at(*organization, proceeding, stage)?;
            self.needs.insert(key.clone(), needs);
        }
        let wanted = self.filter.responsibility.as_ref();
        let needs = self.needs.get(&key).into_iter().flatten();
        let unmet = needs.filter(|(_, needs)| !needs.are_met(masks)).map(|(code, _)| code.as_str());
        let matrix = &self.reading.matrix(*organization)?.matrix;
        let undated = self.undated(*undated).map(|date| date.responsibility);
        let undated = undated.filter(|code| matrix.responsibility(code).is_some());
        let codes: BTreeSet<&str> = unmet.chain(undated).collect();
        Ok(codes.into_iter().filter(|code| wanted.is_none_or(|wanted| wanted == code)).count())
    }

    /// The dates of a mask.
    fn undated(&self, mask: i64) -> impl Iterator<Item = &RequiredDate> {
        let dates = self.dates.iter().enumerate();
        dates.filter(move |(bit, _)| mask & bit_of(*bit) != 0).map(|(_, date)| date)
    }

    fn needs_at(
        &self,
        organization: OrganizationId,
        proceeding: &str,
        stage: &str,
    ) -> Result<Vec<(String, Needs)>> {
        let matrix = &self.reading.matrix(organization)?.matrix;
        let known = Catalog::current().proceeding(proceeding).and_then(|proceeding| proceeding.stage(stage));
        let Some(known) = known else { return Ok(Vec::new()) };
        let binding = matrix.binding(proceeding, &known.phase);
        Ok(binding.map(|known| (known.code.clone(), Needs::of(known, &self.roles))).collect())
    }

    /// The masks of the portfolios that a case is in. Whether somebody is cleared for it is for the
    /// detail to say.
    fn of_portfolios(&self, case: &CaseTraits) -> RoleMasks {
        let mut masks = RoleMasks::default();
        for holding in self.reading.holdings(case) {
            let Some(position) = self.roles.iter().position(|role| *role == holding.role) else { continue };
            let bit = bit_of(position);
            masks.held |= bit;
            let present = holding.user_id.and_then(|user| self.availability.get(&user));
            if present.is_some_and(|one| one.active && one.away_until.is_none()) {
                masks.present |= bit;
                if holding.until.is_none_or(|until| until > self.horizon) {
                    masks.durable |= bit;
                }
            }
        }
        masks
    }
}

/// The organisations whose cases are looked at: those that the caller sees.
fn organizations(
    connection: &mut Connection,
    caller: &Context,
    filter: &GapFilter,
) -> Result<Vec<OrganizationId>> {
    if let Some(organization) = filter.organization {
        return Ok(vec![organization]);
    }
    if let Some(own) = caller.confined_to() {
        return Ok(vec![own]);
    }
    store::organizations(connection, caller)
}

/// A page of gaps after a place in their order, and how many there are in all if that is wanted:
/// all of them are then found once, and the page is a part of them.
pub fn page(
    connection: &mut Connection,
    caller: &Context,
    filter: &GapFilter,
    after: Option<&(CaseId, String)>,
    fetch: i64,
    wanted: bool,
) -> Result<(Vec<Gap>, Option<i64>)> {
    if !wanted {
        return Ok((list(connection, caller, filter, after, fetch)?, None));
    }
    let mut gaps = list(connection, caller, filter, None, i64::MAX)?;
    let count = i64::try_from(gaps.len()).unwrap_or(i64::MAX);
    gaps.retain(|gap| is_after(gap, after));
    gaps.truncate(usize::try_from(fetch).unwrap_or(usize::MAX));
    Ok((gaps, Some(count)))
}

fn is_after(gap: &Gap, place: Option<&(CaseId, String)>) -> bool {
    place.is_none_or(|(case, code)| (gap.case_id, gap.responsibility.as_str()) > (*case, code.as_str()))
}

fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &GapFilter,
    after: Option<&(CaseId, String)>,
    fetch: i64,
) -> Result<Vec<Gap>> {
    let wanted = usize::try_from(fetch).unwrap_or(usize::MAX);
    let mut search = Search::new(connection, caller, filter)?;
    let mut found: Vec<Gap> = Vec::new();
    let (mut from, mut limit) = (after.map(|(case, _)| *case), FIRST);
    let mut seen = None;
    loop {
        let lines: Vec<CoverageLine> = search.window(from, limit).lines(connection)?;
        let is_last = i64::try_from(lines.len()).unwrap_or(i64::MAX) < limit;
        let mut candidates = Vec::new();
        for line in &lines {
            // A window begins with the last case of the one before.
            let (id, organization, traits, stage, masks) = line;
            if Some(*id) != seen && search.gaps_of((organization, traits, stage, masks))? > 0 {
                candidates.push((line.0, masks.3));
            }
        }
        for some in candidates.chunks(DETAILED) {
            let gaps = detail(connection, &search, some)?;
            found.extend(gaps.into_iter().filter(|gap| is_after(gap, after)));
            if found.len() >= wanted {
                found.truncate(wanted);
                return Ok(found);
            }
        }
        let Some(last) = lines.last().filter(|_| !is_last) else { return Ok(found) };
        (from, seen, limit) = (Some(last.0), Some(last.0), NEXT);
    }
}

/// The number of gaps, and where.
pub fn summary(connection: &mut Connection, caller: &Context, filter: &GapFilter) -> Result<GapSummary> {
    let mut search = Search::new(connection, caller, filter)?;
    let mut lines_of: BTreeMap<(OrganizationId, String, String), (i64, i64, i64)> = BTreeMap::new();
    let lines: Vec<CountedLine> = CoverageCount(search.window(None, i64::MAX)).lines(connection)?;
    for (organization, traits, stage, masks, count) in &lines {
        let gaps = i64::try_from(search.gaps_of((organization, traits, stage, masks))?).unwrap_or(i64::MAX);
        let key = (*organization, traits.0.clone(), stage.clone());
        let (cases, with, all) = lines_of.entry(key).or_default();
        *cases = cases.saturating_add(*count);
        *with = with.saturating_add(if gaps > 0 { *count } else { 0 });
        *all = all.saturating_add(gaps.saturating_mul(*count));
    }
    let items: Vec<_> =
        lines_of
            .into_iter()
            .map(|((organization_id, proceeding, stage), (open_cases, cases_with_gaps, gaps))| {
                GapSummaryLine { organization_id, proceeding, stage, open_cases, cases_with_gaps, gaps }
            })
            .collect();
    Ok(GapSummary {
        as_of: caller.now,
        open_cases: items.iter().map(|line| line.open_cases).sum(),
        cases_with_gaps: items.iter().map(|line| line.cases_with_gaps).sum(),
        items,
    })
}

/// The gaps of some cases, each with its mask of dates, by case and responsibility.
fn detail(connection: &mut Connection, search: &Search<'_>, some: &[(CaseId, i64)]) -> Result<Vec<Gap>> {
    let ids: Vec<CaseId> = some.iter().map(|(id, _)| *id).collect();
    let undated: HashMap<_, _> = some.iter().copied().collect();
    let mut cases = cases::service::of_ids(connection, &ids)?;
    let orders = cases.iter().map(|case| (case.id, case.confidentiality));
    let views = cases::views::of_page(connection, search.caller, orders)?;
    for case in &mut cases {
        case.style_of_cause = views.of(case.id).style(&case.style_of_cause).into_owned();
    }
    let of_cases: Vec<_> = cases.iter().map(facts).collect();
    let reading = holdings_store::read(connection, &of_cases, search.caller.now, None)?;
    let held: Vec<_> = of_cases.iter().map(|case| reading.holdings(case)).collect();
    let people: Vec<UserId> = held.iter().flatten().filter_map(|holding| holding.user_id).collect();
    let availability = store::availability(connection, &people, search.caller.now)?;
    let mut gaps = Vec::new();
    for (case, held) in cases.iter().zip(&held) {
        let phase = docket_phase(case)?;
        let matrix = &reading.matrix(case.organization_id)?.matrix;
        let mask = undated.get(&case.id).copied().unwrap_or_default();
        let mut asked: BTreeMap<&str, AskedGap<'_>> = BTreeMap::new();
        for known in matrix.binding(&case.proceeding, phase) {
            asked.insert(&known.code, AskedGap { known, binds: true, dates: Vec::new() });
        }
        for date in search.undated(mask) {
            let Some(known) = matrix.responsibility(date.responsibility) else { continue };
            let new = || AskedGap { known, binds: false, dates: Vec::new() };
            asked.entry(&known.code).or_insert_with(new).dates.push(date.rule.to_owned());
        }
        for (code, asked) in asked {
            if search.filter.responsibility.as_ref().is_some_and(|wanted| wanted != code) {
                continue;
            }
            let gap = gap(case, asked, held, |holding| fault(search, case, holding, &availability));
            gaps.extend(gap.filter(|gap| search.filter.kind.is_none_or(|kind| gap.kinds.contains(&kind))));
        }
    }
    Ok(gaps)
}

/// The fault in how somebody holds a role, and since or until when.
fn fault(
    search: &Search<'_>,
    case: &CaseRow,
    holding: &Holding,
    availability: &HashMap<UserId, Availability>,
) -> Option<(GapKind, Option<Instant>)> {
    let Some(user) = holding.user_id else { return Some((GapKind::GroupWithoutChair, None)) };
    let Some(one) = availability.get(&user).filter(|one| one.active) else {
        return Some((GapKind::HolderInactive, None));
    };
    if one.away_until.is_some() {
        return Some((GapKind::HolderAbsent, one.away_until));
    }
    if one.clearance < case.classification {
        return Some((GapKind::HolderNotCleared, None));
    }
    // A delegation that ends gives the role back: what is delegated lasts.
    let ends = holding.until.filter(|until| *until <= search.horizon && holding.via != Via::Delegation);
    ends.map(|until| (GapKind::Expiring, Some(until)))
}

/// A test of whether a share is one of a kind.
type Like = fn(Share) -> bool;

/// A responsibility on a case, and why there may be a gap in it.
struct AskedGap<'a> {
    known: &'a Responsibility,
    /// Whether it binds at the case's stage.
    binds: bool,
    /// The rules of its dates that an order was to set, and does not.
    dates: Vec<String>,
}

fn gap(
    case: &CaseRow,
    AskedGap { known, binds, dates }: AskedGap<'_>,
    held: &[Holding],
    fault: impl Fn(&Holding) -> Option<(GapKind, Option<Instant>)>,
) -> Option<Gap> {
    let mut kinds = Vec::new();
    let mut holders: Vec<GapHolder> = Vec::new();
    let shares: [(Like, GapKind); 2] =
        [(Share::is_accountable, GapKind::NoAccountable), (Share::is_responsible, GapKind::NoResponsible)];
    for (like, nobody) in shares {
        let roles: Vec<&str> = known.roles(like).collect();
        let holding: Vec<_> = held.iter().filter(|holding| roles.contains(&holding.role.as_str())).collect();
        let faults: Vec<_> = holding.iter().map(|holding| fault(holding)).collect();
        if binds && holding.is_empty() {
            kinds.push(nobody);
        } else if binds && faults.iter().all(Option::is_some) {
            kinds.extend(faults.iter().flatten().map(|(kind, _)| *kind));
        }
        for (holding, fault) in holding.iter().zip(&faults) {
            if holders.iter().any(|known| known.assignment_id == holding.assignment_id) {
                continue;
            }
            holders.push(GapHolder {
                role: holding.role.clone(),
                user_id: holding.user_id,
                group_id: holding.group_id,
                assignment_id: holding.assignment_id,
                kind: fault.map(|(kind, _)| kind),
                until: fault.and_then(|(_, until)| until),
            });
        }
    }
    if !dates.is_empty() {
        kinds.push(GapKind::DateNotOrdered);
    }
    kinds.sort_unstable();
    kinds.dedup();
    let roles = |like: fn(Share) -> bool| known.roles(like).map(str::to_owned).collect();
    (!kinds.is_empty()).then(|| Gap {
        case_id: case.id,
        file_number: case.file_number.clone(),
        style_of_cause: case.style_of_cause.clone(),
        organization_id: case.organization_id,
        proceeding: case.proceeding.clone(),
        stage: case.stage.clone(),
        phase: known.phase.clone(),
        responsibility: known.code.clone(),
        name: known.name.clone(),
        kinds,
        dates,
        responsible_roles: roles(Share::is_responsible),
        accountable_roles: roles(Share::is_accountable),
        holders,
    })
}
