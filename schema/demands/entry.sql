-- name: insert_entry$
insert into demand (
    organisation_id, account_id, category_id, need_id, area_id, area_path, place, title, title_key, words, terms, description, quantity,
    unit, needed_by, beneficiaries, origin, axis, urgency, anonymous, status, receipt_hash)
values (
    :organisation_id, :account_id, :category_id, :need_id, :area_id, :area_path, :place, :title, :title_key, :words, :terms, :description,
    :quantity, :unit, :needed_by, :beneficiaries, :origin, :axis, :urgency, :anonymous, :status, :receipt_hash)
returning id;

-- name: revise_entry!
update demand
set category_id = :category_id, need_id = :need_id, area_id = :area_id, area_path = :area_path, place = :place, title = :title,
    title_key = :title_key, words = :words, terms = :terms, description = :description, quantity = :quantity, unit = :unit,
    needed_by = :needed_by, beneficiaries = :beneficiaries, origin = :origin, axis = :axis, urgency = :urgency,
    anonymous = :anonymous, updated_at = now(), version = version + 1
where id = :id;

-- name: waiting$
-- How many demands of the area came in within a day from people without an account.
select count(*) from demand
where area_id = :area and account_id is null and created_at > now() - interval '1 day';
