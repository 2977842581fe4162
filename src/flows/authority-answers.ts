import { z } from 'zod';
import { readAuthorityAnswer } from '../adapters/brp-gezag/read-authority-answer.ts';
import type { AuthorityAnswer } from '../adapters/brp-gezag/stated-authority.ts';
import { changePlan, readManaged, type ChangeContext, type PlanAccess } from './change-plan.ts';
import type { AuthorityAnswered, AuthorityAnswersFlow } from './flows.ts';
import type { Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { parseBody } from './parse-body.ts';
import { instant, memberDocument } from './plan-documents.ts';
import { takeAnswer, type Delivered } from './take-authority-answer.ts';

/** Clocks differ: an answer may be dated a little later than it is here. */
const SKEW_MS = 5 * 60_000;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** Body of `POST /v1/plans/{plan}/authority-answers`. */
const answerDocument = z.strictObject({
  answeredAt: instant,
  answer: z.unknown(),
  institutions: z
    .array(z.strictObject({ minor: memberDocument.shape.bsn.unwrap(), organisation: id }))
    .max(50)
    .default([]),
});

/**
 * An authority source is named by the register, and delivers to plans that its organisation
 * coordinates or in which it has enrolled members.
 */
const SOURCE: PlanAccess = {
  scope: 'authority.answer',
  may: ({ coordinator, enrolments }, organisation, { organisations }) =>
    organisations.get(organisation)?.authoritySource === true &&
    (coordinator.org === organisation || enrolments[organisation] !== undefined),
  refusal: 'There is no such plan to which you deliver answers on authority.',
};

/**
 * Takes an answer of the population register on who has authority over the minors of a plan: found
 * by BSN, dated as the answer is, with the answers before it kept as history. What is answered
 * depends on the answer, on the source's own enrolments and on what it answered before.
 * @throws GatewayError `unprocessable` (no such answer, dated in the future), `not-found`
 */
export function authorityAnswersFlow(gateway: Gateway): AuthorityAnswersFlow {
  return async (call, { planId, dryRun, idempotencyKey }, body) => {
    const { answeredAt, answer, institutions } = parseBody(answerDocument, body);
    const read = readAuthorityAnswer(answer);
    if (typeof read === 'string')
      throw new GatewayError('unprocessable', [{ place: '/answer', text: read }]);
    const named = new Map(institutions.map(({ minor, organisation }) => [minor, organisation]));
    const source = call.requester.organisation;
    const delivered: Delivered = { source, asOf: answeredAt, institutions: named };
    const opaque = (...parts: readonly string[]) => gateway.keyed.opaque('authority', ...parts);
    const change = (context: ChangeContext) => {
      checkDelivered(delivered, read, context);
      const taken = takeAnswer(read, delivered, { ...context, opaque });
      return { ...taken, answer: { ...taken.answer, dryRun } };
    };
    if (dryRun) {
      const { plan, now, region } = await readManaged(gateway, call, { planId, access: SOURCE });
      const newId = () => gateway.chance.id();
      const { id, answer: minors } = change({ state: plan.state, now, region, newId });
      return { id, ...minors } as AuthorityAnswered;
    }
    const operation = [`authority-answers ${planId}`, body] as const;
    const request = { planId, idempotencyKey, operation, access: SOURCE };
    return (await changePlan(gateway, call, request, change)) as AuthorityAnswered;
  };
}

/** Institutions must be registered guardians, and be said of a guardianship without a name. */
function checkDelivered(
  { asOf, institutions }: Delivered,
  { stated }: AuthorityAnswer,
  { now, region }: ChangeContext,
): void {
  if (asOf > now + SKEW_MS)
    throw new GatewayError('unprocessable', [{ place: '/answeredAt', text: 'lies in the future' }]);
  for (const [i, [minor, organisation]] of [...institutions].entries()) {
    const place = `/institutions/${i}`;
    if (region.organisations.get(organisation)?.kind !== 'certified-institution')
      throw new GatewayError('unprocessable', [
        { place: `${place}/organisation`, text: 'is no certified institution of this region' },
      ]);
    const about = stated.find((each) => each.minor === minor);
    if (!about?.doubts.includes('institution-not-named'))
      throw new GatewayError('unprocessable', [
        { place: `${place}/minor`, text: 'has no guardianship without a name in this answer' },
      ]);
  }
}
