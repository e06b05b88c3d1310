-- lint: allow foreign-key-without-index: accounts and transfers are never deleted, and nothing looks for what refers to them by those keys

CREATE SCHEMA ledger;

CREATE TABLE ledger.accounts (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  currency text NOT NULL CONSTRAINT accounts_currency_check CHECK (currency IN ('CHF', 'EUR', 'GBP', 'USD')),
  balance numeric(10, 2) NOT NULL CONSTRAINT accounts_balance_check CHECK (balance >= 0),
  entry_count integer NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX accounts_owner_idx ON ledger.accounts (owner_id, id DESC);

COMMENT ON TABLE ledger.accounts IS 'The balance is the sum of the entries, kept here so that it can be locked and read at once.';
COMMENT ON COLUMN ledger.accounts.owner_id IS 'A user; the ledger knows no more of it.';
COMMENT ON COLUMN ledger.accounts.entry_count IS 'The number of the newest entry.';

CREATE TABLE ledger.transfers (
  id uuid PRIMARY KEY,
  ordered_by uuid NOT NULL,
  from_account_id uuid NOT NULL CONSTRAINT transfers_from_account_fkey REFERENCES ledger.accounts,
  to_account_id uuid NOT NULL CONSTRAINT transfers_to_account_fkey REFERENCES ledger.accounts,
  amount numeric(10, 2) NOT NULL CONSTRAINT transfers_amount_check CHECK (amount > 0),
  reference text,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT transfers_accounts_check CHECK (from_account_id <> to_account_id)
);

COMMENT ON TABLE ledger.transfers IS 'Append-only. Each has two entries, one in each account.';

CREATE TABLE ledger.entries (
  account_id uuid NOT NULL CONSTRAINT entries_account_fkey REFERENCES ledger.accounts,
  number integer NOT NULL,
  transfer_id uuid CONSTRAINT entries_transfer_fkey REFERENCES ledger.transfers,
  amount numeric(10, 2) NOT NULL CONSTRAINT entries_amount_check CHECK (amount <> 0),
  balance_after numeric(10, 2) NOT NULL CONSTRAINT entries_balance_after_check CHECK (balance_after >= 0),
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT entries_pkey PRIMARY KEY (account_id, number)
);

COMMENT ON TABLE ledger.entries IS 'What went in and out of the accounts. Append-only: what was wrong is put right by another entry.';
COMMENT ON COLUMN ledger.entries.number IS 'Counts the entries of the account, from 1: their order, whatever the clocks say.';
COMMENT ON COLUMN ledger.entries.transfer_id IS 'NULL: a deposit or a withdrawal.';
COMMENT ON COLUMN ledger.entries.amount IS 'Negative when money went out.';

-- A statement that would touch no row is refused too. Only the owner of the table can disable the triggers, for maintenance.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of %.% was refused: the table is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege',
      HINT = 'Put right what is wrong by another row. Only maintenance by the owner may disable the trigger.';
END
$$;

CREATE TRIGGER entries_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER transfers_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.transfers
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TABLE ledger.idempotent_answers (
  owner_id uuid NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  answer jsonb,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT idempotent_answers_pkey PRIMARY KEY (owner_id, key)
);

CREATE INDEX idempotent_answers_oldest_idx ON ledger.idempotent_answers (created_at);

COMMENT ON TABLE ledger.idempotent_answers IS
  'What was answered to requests with an idempotency key, written in the transaction that did what they asked for.';
COMMENT ON COLUMN ledger.idempotent_answers.owner_id IS 'Who asked: each has keys of their own.';
COMMENT ON COLUMN ledger.idempotent_answers.answer IS 'NULL only inside the transaction that has just claimed the key.';

CREATE TABLE ledger.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE ledger.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';
