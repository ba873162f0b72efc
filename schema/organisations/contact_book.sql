-- name: lock_unit!
select from organisation where id = (select organisation_id from contact where id = :id) for update;

-- name: insert_contact$
with stamped as (
    update organisation set contact_confirmed_on = current_date where id = :organisation
)
insert into contact (organisation_id, name_sealed, name_mask, phone_sealed, phone_mask, duty, liaison, email_sealed, email_mask)
values (:organisation, :name_sealed, :name_mask, :phone_sealed, :phone_mask, :duty, :liaison, :email_sealed, :email_mask)
returning id;

-- name: revise_contact!
update contact
set name_sealed = :name_sealed, name_mask = :name_mask, phone_sealed = :phone_sealed, phone_mask = :phone_mask, duty = :duty,
    liaison = :liaison, email_sealed = :email_sealed, email_mask = :email_mask, confirmed_on = current_date, version = version + 1
where id = :id;

-- name: delete_contact!
delete from contact where id = :id;

-- name: confirm_contact!
update contact set confirmed_on = current_date, version = version + 1 where id = :id;

-- name: stamp_unit!
-- The unit's contacts count as confirmed since the latest confirmation of one of them.
update organisation
set contact_confirmed_on = (select max(confirmed_on) from contact where organisation_id = :id), updated_at = now()
where id = :id;
