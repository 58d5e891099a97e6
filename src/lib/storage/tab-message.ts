import * as v from 'valibot';
import type { ChangeMark } from './replica-ledger.ts';
import type { ChangeLedger } from './ports.ts';

/** What tabs of one document tell each other. */
export type TabMessage =
	/** One change of `replica`, its `made`-th. v2. */
	| {
			readonly kind: 'update';
			readonly replica: string;
			readonly made: number;
			readonly bytes: Uint8Array;
			readonly epoch: number;
	  }
	/** Who opened, or noticed a gap, asks for what it lacks. */
	| { readonly kind: 'ask'; readonly replica: string; readonly stateVector: Uint8Array }
	/** The answer (v1), and which changes the sender holds. */
	| {
			readonly kind: 'answer';
			readonly to: string;
			readonly bytes: Uint8Array;
			readonly held: ChangeMark;
			readonly ledger: ChangeLedger;
			readonly epoch: number;
	  }
	/** A server has these. */
	| { readonly kind: 'acknowledged'; readonly ledger: ChangeLedger };

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ledger = v.record(v.string(), v.object({ made: count, acknowledged: count }));
/** Tabs of earlier builds know of one beginning only, and do not say it. */
const epoch = v.optional(count, 0);
const bytes = v.instance(Uint8Array);

const message = v.variant('kind', [
	v.object({ kind: v.literal('update'), replica: v.string(), made: count, bytes, epoch }),
	v.object({ kind: v.literal('ask'), replica: v.string(), stateVector: bytes }),
	v.object({
		kind: v.literal('answer'),
		to: v.string(),
		bytes,
		held: v.record(v.string(), count),
		ledger,
		epoch,
	}),
	v.object({ kind: v.literal('acknowledged'), ledger }),
]);

/** A message from another tab, or `null`: that tab may run another version. */
export function parseTabMessage(data: unknown): TabMessage | null {
	const parsed = v.safeParse(message, data);
	return parsed.success ? parsed.output : null;
}
