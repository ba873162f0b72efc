-- Few are asked or ask at any time: what waits for an answer is found without reading all who ever took part.

create index project_partner_waiting on project_partner (project_id) where status in ('INVITED', 'CLAIMED');
