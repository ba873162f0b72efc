-- name: holdings
-- Everything that names one of these units, and how. What a merge changes of it goes into the ledger.
select 'organisation' as held, id, jsonb_build_object('parent_id', parent_id, 'merged_into_id', merged_into_id, 'status', status,
    'contact_confirmed_on', contact_confirmed_on) as state
from organisation where id = any(:ids) or parent_id = any(:ids) or merged_into_id = any(:ids)
union all select 'membership', id, to_jsonb(m) - '{id,version,created_at}'::text[] from membership m where organisation_id = any(:ids)
union all select 'seat', id, to_jsonb(s) - '{id,version,created_at}'::text[] from seat s where organisation_id = any(:ids)
union all select 'contact', id, jsonb_build_object('organisation_id', organisation_id, 'liaison', liaison)
from contact where organisation_id = any(:ids)
union all select 'service_area', area_id, jsonb_build_object('organisations', array_agg(organisation_id order by organisation_id))
from organisation_service_area where organisation_id = any(:ids) group by area_id
union all select 'liaison_area', area_id, jsonb_build_object('organisations', array_agg(organisation_id order by organisation_id))
from liaison_area where organisation_id = any(:ids) group by area_id
union all select 'visit', id, jsonb_build_object('team_id', team_id, 'organisation_id', organisation_id)
from visit where team_id = any(:ids) or organisation_id = any(:ids)
union all select 'resource', id, jsonb_build_object('organisation_id', organisation_id) from resource where organisation_id = any(:ids)
union all select 'demand', id, jsonb_build_object('organisation_id', organisation_id) from demand where organisation_id = any(:ids)
union all select 'delivery', id, jsonb_build_object('provider_id', provider_id) from delivery where provider_id = any(:ids)
union all select 'record_entry', id, jsonb_build_object('organisation_id', organisation_id) from record_entry where organisation_id = any(:ids)
union all select 'project', id, jsonb_build_object('lead_id', lead_id) from project where lead_id = any(:ids)
union all select 'project_partner', id, jsonb_build_object('organisation_id', organisation_id, 'status', status)
from project_partner where organisation_id = any(:ids)
union all select 'claim', id, jsonb_build_object('organisation_id', organisation_id, 'ended_at', ended_at)
from claim where organisation_id = any(:ids)
union all select 'comment', id, jsonb_build_object('organisation_id', organisation_id) from comment where organisation_id = any(:ids)
union all select 'zone', id, jsonb_build_object('party_organisation_id', party_organisation_id)
from zone where party_organisation_id = any(:ids)
union all select 'zone_unit', id, to_jsonb(u) - '{id,version,created_at}'::text[] from zone_unit u where organisation_id = any(:ids);

-- name: close_into!
-- The merged entry leaves the registry; what had been merged into it now leads to the target at once.
update organisation
set merged_into_id = :target, updated_at = now(),
    version = case when id = :source then version + 1 else version end,
    status = 'MERGED'
where id = :source or merged_into_id = :source;

-- name: adopt!
-- Who stood below the source stands below the target.
update organisation set parent_id = :target where parent_id = :source and id <> :target;

-- name: confirmed!
update organisation target set contact_confirmed_on = greatest(target.contact_confirmed_on, source.contact_confirmed_on)
from organisation source
where target.id = :target and source.id = :source;

-- name: move_contacts!
-- A unit has one liaison officer; the target's stays.
update contact
set organisation_id = :target,
    liaison = liaison and not exists (select from contact where organisation_id = :target and liaison)
where organisation_id = :source;

-- name: move_areas!
with served as (
    insert into organisation_service_area (organisation_id, area_id)
    select :target, area_id from organisation_service_area where organisation_id = :source
    on conflict do nothing
), looked_after as (
    insert into liaison_area (organisation_id, area_id)
    select :target, area_id from liaison_area where organisation_id = :source
    on conflict do nothing
), no_longer_served as (
    delete from organisation_service_area where organisation_id = :source
)
delete from liaison_area where organisation_id = :source;

-- name: move_visits!
update visit
set team_id = case when team_id = :source then :target else team_id end,
    organisation_id = case when organisation_id = :source then :target else organisation_id end
where team_id = :source or organisation_id = :source;

-- name: move_resources!
update resource set organisation_id = :target, updated_at = now(), version = version + 1 where organisation_id = :source;

-- name: move_demands!
-- Where both have claimed a demand, the target's claim stands.
with claims as (
    update claim c
    set organisation_id = :target,
        ended_at = case when c.ended_at is null and exists (
            select from claim o where o.demand_id = c.demand_id and o.organisation_id = :target and o.ended_at is null
        ) then now() else c.ended_at end
    where organisation_id = :source
)
update demand set organisation_id = :target, updated_at = now(), version = version + 1 where organisation_id = :source;

-- name: move_deliveries!
update delivery set provider_id = :target where provider_id = :source;

-- name: move_records!
update record_entry set organisation_id = :target where organisation_id = :source;

-- name: move_comments!
update comment set organisation_id = :target where organisation_id = :source;

-- name: move_projects!
-- Where both take part in a project or were asked to, the target's place stays, and counts as agreed if either had agreed.
with both_in as (
    select theirs.id as kept, other.id as gone, other.status
    from project_partner other
    join project_partner theirs on theirs.project_id = other.project_id and theirs.organisation_id = :target
        and theirs.status in ('INVITED', 'CLAIMED', 'AGREED')
    where other.organisation_id = :source and other.status in ('INVITED', 'CLAIMED', 'AGREED')
), agreed as (
    update project_partner set status = 'AGREED' where id in (select kept from both_in where status = 'AGREED')
), led as (
    update project set lead_id = :target, updated_at = now(), version = version + 1 where lead_id = :source
)
update project_partner
set organisation_id = :target, status = case when id in (select gone from both_in) then 'LEFT' else status end, version = version + 1
where organisation_id = :source;

-- name: move_zones!
-- Where both are in a zone, the target's place stays and takes the coverage that it lacks.
with both_in as (
    update zone_unit kept set coverage = coalesce(kept.coverage, other.coverage)
    from zone_unit other
    where kept.zone_id = other.zone_id and kept.organisation_id = :target and other.organisation_id = :source
    returning other.id
), dropped as (
    delete from zone_unit where id in (select id from both_in)
), led as (
    update zone set party_organisation_id = :target where party_organisation_id = :source
)
update zone_unit set organisation_id = :target
where organisation_id = :source and id not in (select id from both_in);

-- name: overlapping_memberships
-- What remains of memberships of one person in both: for each day the stronger role holds, of equal ones the target's.
with ranked as (
    select id, organisation_id, person_id, role, daterange(valid_from, valid_to) as period,
        array_position(array['COORDINATOR', 'MANAGER', 'HANDLER', 'MEMBER'], role) * 2 + (organisation_id = :source)::int as rank
    from membership where organisation_id in (:source, :target)
)
select weak.id, 'person_' || weak.person_id as holder, weak.role, lower(weak.period) as valid_from, upper(weak.period) as valid_to,
    datemultirange(weak.period) - range_agg(strong.period) as remains
from ranked weak
join ranked strong on strong.person_id = weak.person_id and strong.organisation_id <> weak.organisation_id
    and strong.rank < weak.rank and strong.period && weak.period
group by weak.id, weak.person_id, weak.role, weak.period;

-- name: overlapping_seats
-- What remains of the source's seats as a member unit where the target has one in the same committee at the same time.
select weak.id, 'committee_' || weak.committee_id as holder, weak.role, weak.valid_from, weak.valid_to, weak.duties,
    datemultirange(daterange(weak.valid_from, weak.valid_to)) - range_agg(daterange(strong.valid_from, strong.valid_to)) as remains
from seat weak
join seat strong on strong.committee_id = weak.committee_id and strong.role = 'MEMBER_UNIT' and strong.organisation_id = :target
    and daterange(strong.valid_from, strong.valid_to) && daterange(weak.valid_from, weak.valid_to)
where weak.role = 'MEMBER_UNIT' and weak.organisation_id = :source
group by weak.id;

-- name: cut_membership!
-- Its first remaining period in place, each further one beside it; without any it goes.
with gone as (
    delete from membership where id = :id and cardinality(:starts::date[]) = 0
), cut as (
    update membership set valid_from = (:starts::date[])[1], valid_to = (:ends::date[])[1], version = version + 1
    where id = :id and cardinality(:starts::date[]) > 0
    returning person_id, organisation_id, role
)
insert into membership (person_id, organisation_id, role, valid_from, valid_to)
select person_id, organisation_id, role, start, stop
from cut, unnest((:starts::date[])[2:], (:ends::date[])[2:]) further (start, stop);

-- name: cut_seat!
with gone as (
    delete from seat where id = :id and cardinality(:starts::date[]) = 0
), cut as (
    update seat set valid_from = (:starts::date[])[1], valid_to = (:ends::date[])[1], version = version + 1
    where id = :id and cardinality(:starts::date[]) > 0
    returning committee_id, role, organisation_id, outside_post, duties
)
insert into seat (committee_id, role, organisation_id, outside_post, duties, valid_from, valid_to)
select committee_id, role, organisation_id, outside_post, duties, start, stop
from cut, unnest((:starts::date[])[2:], (:ends::date[])[2:]) further (start, stop);

-- name: move_people!
with moved as (
    update membership set organisation_id = :target where organisation_id = :source
)
update seat set organisation_id = :target where organisation_id = :source;
