-- Letters that were given up are told of to administrators: found without reading all that were sent.

create index letter_given_up on letter (given_up_at) where given_up_at is not null;
