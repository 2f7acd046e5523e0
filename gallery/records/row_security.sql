-- Row-level security: whoever reads the records beside the service sees the rows of one police service only (G-01).
--
-- The service owns the tables, and owners are not bound: what it shows to whom is decided in its acts. Reports or tools
-- that read the database itself do so as a member of leadbook_reader, after SET leadbook.service = 'code'. Without that
-- setting they see nothing. It is closed twice: a table without a GRANT they may not read at all, and of a table that
-- somebody grants by mistake they see the rows that the rule below gives to their service, or none where no rule does.
-- Run at each start; harmless twice, and without a lock where nothing is to be changed.
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
  open_table text;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO leadbook_reader', current_schema());

  FOR open_table IN
    SELECT relname FROM pg_class
    WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND NOT relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', open_table);
  END LOOP;

  FOR rule IN
    WITH own_rows (name, owners) AS (VALUES
      ('accounts', '{service}'), ('agreements', '{searcher,owner}'), ('applications', '{service}'),
      ('assessment_amendments', '{service}'), ('assessment_answers', '{service}'), ('assessment_risks', '{service}'),
      ('assessment_versions', '{service}'), ('breaches', '{service}'), ('cases', '{service}'), ('decoys', '{service}'),
      ('destruction_runs', '{service}'), ('destructions', '{service}'), ('engagements', '{service}'),
      ('exit_proposals', '{service}'), ('external_results', '{service}'), ('feed_keys', '{service}'),
      ('feeds', '{service}'), ('filings', '{service}'), ('former_numbers', '{service}'),
      ('identity_tickets', '{service}'), ('keeper_requests', '{service}'), ('known_task_proposals', '{service}'),
      ('late_explanations', '{service}'), ('model_impacts', '{service}'), ('outside_disclosures', '{service}'),
      ('packs', '{service}'), ('partner_identities', '{searcher,owner}'), ('partner_messages', '{owner,partner}'),
      ('partner_searches', '{searcher,owner}'), ('report_releases', '{service}'), ('requests', '{service}'),
      ('subjects', '{service}')
    ), rows_of (name, key, parent) AS (VALUES
      -- The gallery
      ('booking_events', 'subject_id', 'subjects'), ('charges', 'booking_event_id', 'booking_events'),
      ('charge_outcomes', 'charge_id', 'charges'), ('pictures', 'booking_event_id', 'booking_events'),
      ('mark_pictures', 'booking_event_id', 'booking_events'), ('standing_marks', 'booking_event_id', 'booking_events'),
      ('eligibility', 'picture_id', 'pictures'), ('biometric_references', 'picture_id', 'pictures'),
      ('retention_decisions', 'picture_id', 'pictures'), ('feed_lines', 'feed_id', 'feeds'),
      -- A request and what followed
      ('approvals', 'request_id', 'requests'), ('descriptions', 'request_id', 'requests'),
      ('request_terms', 'request_id', 'requests'), ('probes', 'request_id', 'requests'),
      ('recordings', 'request_id', 'requests'), ('searches', 'request_id', 'requests'),
      ('examinations', 'request_id', 'requests'), ('leads', 'request_id', 'requests'),
      ('rereviews', 'request_id', 'requests'), ('derivatives', 'probe_id', 'probes'),
      ('further_pictures', 'probe_id', 'probes'), ('probe_chains', 'probe_id', 'probes'),
      ('probe_faces', 'probe_id', 'probes'), ('probe_fingerprints', 'probe_id', 'probes'),
      ('probe_removals', 'probe_id', 'probes'), ('candidates', 'search_id', 'searches'),
      ('candidate_pictures', 'candidate_id', 'candidates'), ('purged_candidates', 'candidate_id', 'candidates'),
      ('staff_findings', 'search_id', 'searches'), ('contexts_seen', 'examination_id', 'examinations'),
      ('examination_drafts', 'examination_id', 'examinations'),
      ('examination_letters', 'examination_id', 'examinations'),
      ('examination_versions', 'examination_id', 'examinations'), ('lead_copies', 'lead_id', 'leads'),
      ('lead_facts', 'lead_id', 'leads'), ('notices', 'lead_id', 'leads'), ('photo_arrays', 'lead_id', 'leads'),
      ('photo_array_steps', 'array_id', 'photo_arrays'), ('case_freezes', 'case_id', 'cases'),
      ('incidents', 'case_id', 'cases'), ('disclosure_holds', 'case_id', 'cases'), ('disclosures', 'case_id', 'cases'),
      -- Applications, breaches
      ('application_items', 'application_id', 'applications'), ('application_letters', 'application_id', 'applications'),
      ('disagreements', 'application_id', 'applications'), ('breach_steps', 'breach_id', 'breaches'),
      -- People of the service
      ('access_reviews', 'account_id', 'accounts'), ('audit_samples', 'account_id', 'accounts'),
      ('audit_findings', 'account_id', 'accounts'), ('certificates', 'account_id', 'accounts'),
      ('dashboard_views', 'account_id', 'accounts'), ('proficiency_checks', 'account_id', 'accounts'),
      ('role_changes', 'account_id', 'accounts'), ('second_factors', 'account_id', 'accounts'),
      ('sessions', 'account_id', 'accounts'), ('staff_consents', 'account_id', 'accounts'),
      ('suspensions', 'account_id', 'accounts'), ('tickets', 'session_id', 'sessions'),
      ('tokens', 'session_id', 'sessions')
    ), rules (name, sees) AS (
      SELECT name, own || ' IN (' || array_to_string(CAST(owners AS text[]), ', ') || ')' FROM own_rows
      UNION ALL SELECT name, format('%I IN (SELECT id FROM %I)', key, parent) FROM rows_of
    )
    SELECT name, sees FROM rules
    -- The comment says what a rule was made of and how the server reads it: neither changes alone unseen.
    WHERE NOT EXISTS (
      SELECT FROM pg_policy WHERE polrelid = CAST(name AS regclass) AND polname = 'own_service' AND polcmd = 'r'
      AND obj_description(oid, 'pg_policy') = sees || E'\n' || pg_get_expr(polqual, polrelid)
    )
  LOOP
    EXECUTE format('DROP POLICY IF EXISTS own_service ON %I', rule.name);
    EXECUTE format('CREATE POLICY own_service ON %I FOR SELECT TO leadbook_reader USING (%s)', rule.name, rule.sees);
    EXECUTE (
      SELECT format('COMMENT ON POLICY own_service ON %I IS %L', rule.name,
                    rule.sees || E'\n' || pg_get_expr(polqual, polrelid))
      FROM pg_policy WHERE polrelid = CAST(rule.name AS regclass) AND polname = 'own_service'
    );
  END LOOP;

  -- What a tool beside the service may read: the gallery. A grant anew is no change of the table.
  GRANT SELECT ON subjects, booking_events, charges, pictures, eligibility, biometric_references TO leadbook_reader;
END $$;
