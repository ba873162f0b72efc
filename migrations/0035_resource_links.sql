-- A link is for certain offers, and whose those are they say themselves: after a merge, a unit beside them would be the wrong one.

alter table resource_link drop column organisation_id;
