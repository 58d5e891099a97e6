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

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isMark = (value: unknown): value is ChangeMark =>
	isFields(value) && Object.values(value).every(isCount);
const isLedger = (value: unknown): value is ChangeLedger =>
	isFields(value) &&
	Object.values(value).every(
		(line) => isFields(line) && isCount(line['made']) && isCount(line['acknowledged']),
	);

/** A message from another tab, or `null`: that tab may run another version. By hand: a library for it is 3 kB of the studio. */
export function parseTabMessage(data: unknown): TabMessage | null {
	if (!isFields(data)) return null;
	// Tabs of earlier builds know of one beginning only, and do not say it.
	const { kind, replica, to, made, bytes, stateVector, held, ledger, epoch = 0 } = data;
	switch (kind) {
		case 'update':
			if (!isText(replica) || !isCount(made) || !isBytes(bytes) || !isCount(epoch)) return null;
			return { kind, replica, made, bytes, epoch };
		case 'ask':
			return isText(replica) && isBytes(stateVector) ? { kind, replica, stateVector } : null;
		case 'answer':
			if (!isText(to) || !isBytes(bytes) || !isMark(held) || !isLedger(ledger) || !isCount(epoch))
				return null;
			return { kind, to, bytes, held, ledger, epoch };
		case 'acknowledged':
			return isLedger(ledger) ? { kind, ledger } : null;
		default:
			return null;
	}
}
