/**
 * The gateway works as an ordinary role, not as the owner: the record can only grow, states and
 * register versions cannot be rewritten, and row security would hold. The role is shared by the
 * databases of a cluster, so it may exist already; an owner who may not make roles has it made and
 * granted beforehand.
 */
export const APPLICATION_ROLE = `
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'planpoort_app') then
    create role planpoort_app nologin;
  end if;
exception when duplicate_object or unique_violation then
  null;
end $$;
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant planpoort_app to %I', current_user);
  end if;
exception when insufficient_privilege then
  null;
end $$;
grant usage on schema planpoort to planpoort_app;
grant select on all tables in schema planpoort to planpoort_app;
grant insert on plan, plan_entry, plan_state, subject_key, sheet, enrolment, ledger, ledger_entry,
  register, earlier_answer, spent_assertion to planpoort_app;
grant update (epoch, key_check) on region to planpoort_app;
grant update (epoch, seq, head) on plan to planpoort_app;
grant update (seq, head) on ledger to planpoort_app;
grant update (until_epoch, content, dossiers) on sheet to planpoort_app;
grant update (until_epoch) on register to planpoort_app;
grant update (expires) on spent_assertion to planpoort_app;
grant delete on enrolment, earlier_answer, spent_assertion, subject_key to planpoort_app;
`;
