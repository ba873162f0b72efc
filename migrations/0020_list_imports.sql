-- Spreadsheets are imported into the resource list and the demand list, too.

alter table organisation_import rename to list_import;
alter table list_import rename constraint organisation_import_status_known to list_import_status_known;
alter table list_import rename constraint organisation_import_sheet_while_open to list_import_sheet_while_open;
alter index organisation_import_account rename to list_import_account;
alter index organisation_import_pkey rename to list_import_pkey;
alter table list_import add column list text not null default 'ORGANISATIONS' constraint list_import_list_known
    check (list in ('ORGANISATIONS', 'RESOURCES', 'DEMANDS'));
alter table list_import alter column list drop default;

alter table organisation_import_row rename to list_import_row;
alter table list_import_row rename constraint organisation_import_row_action_known to list_import_row_action_known;
alter index organisation_import_row_place rename to list_import_row_place;
alter index organisation_import_row_pkey rename to list_import_row_pkey;
alter table list_import_row add column resource_id bigint, add column demand_id bigint;

update event set subject_type = 'ListImport' where subject_type = 'OrganisationImport';
