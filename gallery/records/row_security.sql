-- Row-level security: whoever reads the records beside the service sees the rows of one police service only (G-01).
--
-- The service owns the tables, and owners are not bound: what it shows to whom is decided in its acts. Reports or tools
-- that read the database itself do so as a member of leadbook_reader, after SET leadbook.service = 'code'. Without that
-- setting they see nothing; tables that are not named here they may not read at all. Run at each start; harmless twice.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'leadbook_reader') THEN
    CREATE ROLE leadbook_reader NOLOGIN NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
DECLARE
  own CONSTANT text := 'current_setting(''leadbook.service'', true)';
  rule record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO leadbook_reader', current_schema());
  FOR rule IN
    SELECT * FROM (VALUES
      ('subjects', 'service = ' || own),
      ('booking_events', 'subject_id IN (SELECT id FROM subjects)'),
      ('charges', 'booking_event_id IN (SELECT id FROM booking_events)'),
      ('pictures', 'booking_event_id IN (SELECT id FROM booking_events)'),
      ('eligibility', 'picture_id IN (SELECT id FROM pictures)'),
      ('biometric_references', 'picture_id IN (SELECT id FROM pictures)')
    ) AS rules (name, sees)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', rule.name);
    EXECUTE format('DROP POLICY IF EXISTS own_service ON %I', rule.name);
    EXECUTE format('CREATE POLICY own_service ON %I FOR SELECT TO leadbook_reader USING (%s)', rule.name, rule.sees);
    EXECUTE format('GRANT SELECT ON %I TO leadbook_reader', rule.name);
  END LOOP;
END $$;
