import { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { ManualClock } from '#lib/base/clock.ts';
import { err, ok } from '#lib/base/result.ts';
import { GLOBAL_ROLES } from '#lib/protocol/global-permissions.ts';
import { PROJECT_ROLES } from '#lib/protocol/permissions.ts';
import type { Rates } from '#server/http/api/allowances.ts';
import { createClientAddress } from '#server/http/client-address.ts';
import { refuse } from '#server/http/refusals.ts';
import { logRequests } from '#server/http/request-log.ts';
import { noMetrics } from '#server/ops/metrics/metrics.ts';
import type {
	FindProjectRole,
	Identify,
	PresentRights,
	RecordsContext,
	RecordsModule,
} from '#server/records/module.ts';
import { createRecordsContext } from '#server/records/records-context.ts';
import { Registry } from '#server/records/registry.ts';
import { RecordedLog } from './recorded-log.ts';

/** Where a rig's time begins. */
export const START = Date.UTC(2026, 0, 1);

const PLENTY = { perMinute: 1_000_000 };
const NO_LIMITS = {
	default: PLENTY,
	'sign-in': PLENTY,
	game: PLENTY,
	builds: PLENTY,
	prompts: PLENTY,
} satisfies Rates;

/** Bearers that the rig knows: a global role by its name, `expired`, `suspended`, and `link-<project role>`. */
export const identifyByName: Identify = async (bearer) => {
	if (bearer === 'expired') return err({ code: 'unauthorized', message: 'This token has expired' });
	if (bearer === 'revoked') return err({ code: 'unauthorized', message: 'This session was ended' });
	if (bearer === 'suspended') return err({ code: 'forbidden', message: 'This account is suspended' });
	const [name = '', number = '1'] = bearer.split(':');
	const role = GLOBAL_ROLES.find((known) => known === name);
	return ok(role ? { userId: `${name}-${number}`, role, sessionId: `session-${number}` } : null);
};

export const projectRoleByName: FindProjectRole = async (_projectId, _who, bearer) =>
	PROJECT_ROLES.find((role) => bearer === `link-${role}`) ?? null;

const UNCHANGED: PresentRights = { person: ok, projectRole: () => null };

type Options = {
	readonly modules: (context: RecordsContext) => readonly RecordsModule[];
	readonly rates?: Partial<Rates>;
	readonly database?: DatabaseSync;
	/** What has become of people meanwhile; nothing unless told. */
	readonly present?: PresentRights;
};

export type RigRequest = {
	readonly as?: string;
	readonly body?: unknown;
	/** The body as it is, instead of `body` as JSON. */
	readonly text?: string | Uint8Array<ArrayBuffer>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly address?: string;
};

/** Modules behind the real door, on a database in memory and a clock that stands still. */
export function openRecordsRig({
	modules,
	rates = {},
	database = new DatabaseSync(':memory:'),
	present = UNCHANGED,
}: Options) {
	const clock = new ManualClock(START);
	const log = new RecordedLog();
	const context = createRecordsContext({ database, clock, log });
	const addressOf = createClientAddress();
	const registry = new Registry({
		context,
		modules: modules(context).map((module) => ({ module, prefix: '' })),
		identify: identifyByName,
		projectRole: projectRoleByName,
		present,
		addressOf,
		rates: { ...NO_LIMITS, ...rates },
	});
	const app = new Hono();
	let requests = 0;
	const mintRequestId = () => `request-${++requests}`;
	app.use(logRequests({ clock, log, metrics: noMetrics, addressOf, mintRequestId }));
	registry.mount(app);
	app.onError((cause, at) => {
		log.error('failed', { cause: String(cause) });
		return refuse(at, { code: 'unavailable', message: 'failed' });
	});

	let keys = 0;
	const request = async (name: string, sent: RigRequest = {}): Promise<Response> => {
		const [method = 'GET', path = ''] = name.split(' ');
		const { as, body, text, headers = {}, address = '192.0.2.1' } = sent;
		const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
		const all = {
			...(as !== undefined && { Authorization: `Bearer ${as}` }),
			...(method !== 'GET' && { 'Idempotency-Key': `key-of-a-rig-${String(++keys).padStart(8, '0')}` }),
			...(content !== undefined && { 'Content-Type': 'application/json' }),
			...headers,
		};
		const init = { method, headers: all, ...(content !== undefined && { body: content }) };
		const peer = { remoteAddress: address, remotePort: 1, remoteFamily: 'IPv4' };
		return app.request(`http://localhost/api${path}`, init, { incoming: { socket: peer } });
	};
	return { request, registry, context, database, clock, log };
}

/** The status and body of a refusal or an answer. */
export async function read(answer: Promise<Response> | Response) {
	const response = await answer;
	const text = await response.text();
	return {
		status: response.status,
		body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
	};
}
