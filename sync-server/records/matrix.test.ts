import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import { ok } from '#lib/base/result.ts';
import { nameOf, type Endpoint, type Need } from '#lib/protocol/api/endpoint.ts';
import { GLOBAL_PERMISSIONS, GLOBAL_ROLES, type GlobalRole } from '#lib/protocol/global-permissions.ts';
import { PROJECT_PERMISSIONS, PROJECT_ROLES, type ProjectRole } from '#lib/protocol/permissions.ts';
import { NOTHING_OPEN } from '../../tests/helpers/admin-rig.ts';
import { openRecordsRig, read, type RigRequest } from '../../tests/helpers/records-rig.ts';
import { RecordedLog } from '../../tests/helpers/recorded-log.ts';
import { ROWS } from '../../tests/permissions/rows.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import type { RecordsModule } from './module.ts';
import { createModules, type ModuleParts } from './modules.ts';
import { Access } from './projects/access.ts';

type Outcome = 'allowed' | 'unauthorized' | 'forbidden';

/** Everybody who can knock: their bearer, and what is known of them. */
type Somebody = {
	readonly name: string;
	readonly bearer: string | null;
	readonly global: GlobalRole | null;
	readonly project: ProjectRole | null;
	/** What a token that holds no more is told. */
	readonly over?: Outcome;
};

const nobody = { global: null, project: null };
const CAST: readonly Somebody[] = [
	{ name: 'anonymous', bearer: null, ...nobody },
	{ name: 'somebody with a made-up token', bearer: 'made-up', ...nobody },
	{ name: 'somebody whose token expired', bearer: 'expired', ...nobody, over: 'unauthorized' },
	{ name: 'somebody whose session was revoked', bearer: 'revoked', ...nobody, over: 'unauthorized' },
	{ name: 'somebody suspended', bearer: 'suspended', ...nobody, over: 'forbidden' },
	...GLOBAL_ROLES.map((role) => ({
		name: `a ${role} who is a stranger to the project`,
		bearer: role,
		global: role,
		project: null,
	})),
	...PROJECT_ROLES.map((role) => ({
		name: `${role} of the project`,
		bearer: `link-${role}`,
		global: null,
		project: role,
	})),
];

// Said a second time, from the table alone: that the door and this agree is what the test is about.
function expected(need: Need, { bearer, global, project, over }: Somebody): Outcome {
	if (need === 'anybody') return 'allowed';
	if (over) return over;
	if (need === 'account') return global ? 'allowed' : 'unauthorized';
	if ('global' in need) {
		const rank = GLOBAL_ROLES.indexOf(global ?? 'guest');
		if (rank >= GLOBAL_ROLES.indexOf(GLOBAL_PERMISSIONS[need.global])) return 'allowed';
		return global ? 'forbidden' : 'unauthorized';
	}
	if (bearer === null) return 'unauthorized';
	const roles: readonly ProjectRole[] = PROJECT_PERMISSIONS[need.project];
	return project && roles.includes(project) ? 'allowed' : 'forbidden';
}

const wordOf = (need: Need): string =>
	typeof need === 'string' ? need : 'global' in need ? need.global : `in project: ${need.project}`;

let folder = '';
let storage: Storage;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'rastudios-matrix-'));
	storage = await openStorage(folder);
});
afterAll(() => {
	storage.close();
	rmSync(folder, { recursive: true });
});

/** All modules of the server, with handlers that only say that they were reached. */
function openRig(strip: (endpoint: Endpoint) => Endpoint) {
	const { tokens, projects: records } = storage;
	const access = new Access({ tokens, records, clock: new ManualClock(), log: new RecordedLog() });
	const options: ModuleParts['options'] = (_module, schema) => v.parse(schema, {});
	const reached = new Set<string>();
	const serveNothing = ({ routes, ...module }: RecordsModule): RecordsModule => ({
		name: module.name,
		version: module.version,
		migrations: module.migrations,
		routes: routes.map(({ endpoint: { answer: _answer, streams: _streams, ...endpoint } }) => ({
			endpoint: strip(endpoint),
			async handle(_input, call) {
				reached.add(nameOf(endpoint));
				return call.commit(() => ok(undefined));
			},
		})),
	});
	const rig = openRecordsRig({
		database: openDatabase(':memory:'),
		modules: (context) =>
			createModules({ context, storage, access, ...NOTHING_OPEN, options }).all.map(serveNothing),
	});
	return { ...rig, reached };
}

const pathOf = (endpoint: Endpoint): string => nameOf(endpoint).replace(/:\w+/g, () => mintProjectId());

describe('every call × every role', () => {
	// Only the door is asked: content comes after it.
	const open = () =>
		openRig(({ query: _query, body: _body, params, ...endpoint }) => ({
			...endpoint,
			...(params && { params: v.record(v.string(), v.string()) }),
		}));

	it('[R8] every call has a row that says what it needs', () => {
		const { endpoints } = open().registry;
		const served = Object.fromEntries(endpoints.map((one) => [nameOf(one), wordOf(one.needs)]));
		expect(endpoints.length).toBeGreaterThan(20);
		expect(ROWS).toMatchObject(served);
	});

	it('[R8] every row is of a call that is declared', async () => {
		const files = globSync('src/lib/protocol/api/*.ts').filter((file) => !file.endsWith('.test.ts'));
		const exported = await Promise.all(
			files.map(async (file) => Object.values((await import(resolve(file))) as object) as unknown[]),
		);
		const declared = exported.flat().filter(isEndpoint).map(nameOf);
		expect(declared).toEqual(expect.arrayContaining(Object.keys(ROWS)));
	});

	it.each(CAST)('[R8] $name is let in exactly where the table says', async (somebody) => {
		const { registry, request, reached } = open();
		const wanted: Record<string, Outcome> = {};
		const outcomes: Record<string, Outcome | number> = {};
		for (const endpoint of registry.endpoints) {
			const name = nameOf(endpoint);
			const { status } = await request(
				pathOf(endpoint),
				somebody.bearer === null ? {} : { as: somebody.bearer },
			);
			outcomes[name] = OUTCOMES[status] ?? status;
			wanted[name] = expected(endpoint.needs, somebody);
			expect(reached.has(name), `${name} was reached`).toBe(wanted[name] === 'allowed');
		}
		expect(outcomes).toEqual(wanted);
	});
});

const isEndpoint = (value: unknown): value is Endpoint =>
	typeof value === 'object' && value !== null && 'path' in value && 'needs' in value;

const OUTCOMES: Readonly<Record<number, Outcome>> = { 204: 'allowed', 401: 'unauthorized', 403: 'forbidden' };

describe('every call × everything that is wrong', () => {
	const bodies: Readonly<Record<string, RigRequest>> = {
		'no JSON': { text: '{' },
		'no UTF-8': { text: new Uint8Array([0x7b, 0xff, 0x7d]) },
		'a number': { body: 7 },
		null: { body: null },
		'a list': { body: [] },
		'an unknown key': { body: { 'no-such-key': 1 } },
		'a key of every object': { text: '{"__proto__":{"role":"super-admin"}}' },
		'a key twice': { text: '{"a":1,"a":2}' },
		'another content type': { body: {}, headers: { 'Content-Type': 'text/plain' } },
		'too much': { body: { text: 'x'.repeat(100_000) } },
	};

	it.each(Object.entries(bodies))('[R4] a body that is %s reaches no handler', async (_name, sent) => {
		const { registry, request, reached, log } = openRig((endpoint) => endpoint);
		const withBodies = registry.endpoints.filter(({ method }) => method !== 'GET');
		for (const endpoint of withBodies) {
			const answer = await read(request(pathOf(endpoint), { as: bearerFor(endpoint), ...sent }));
			expect(answer.body, nameOf(endpoint)).toEqual({
				error: expect.objectContaining({
					code: expect.stringMatching(/^(invalid|too-large)$/) as string,
				}) as object,
			});
			expect([400, 413, 415]).toContain(answer.status);
		}
		expect(withBodies.length).toBeGreaterThan(0);
		expect([...reached]).toEqual([]);
		expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('[R4] an odd value in any field is refused by the name of a field, and never said again', async () => {
		const { registry, request, log } = openRig(({ params, ...endpoint }) => ({
			...endpoint,
			...(params && { params: v.record(v.string(), v.string()) }),
		}));
		let refused = 0;
		for (const endpoint of registry.endpoints) {
			for (const field of fieldsOf(endpoint)) {
				for (const odd of ODD) {
					const sent = { as: bearerFor(endpoint), body: { [field]: odd } };
					const { status, body } = await read(request(pathOf(endpoint), sent));
					expect([204, 400], `${nameOf(endpoint)} ${field}`).toContain(status);
					if (status !== 400) continue;
					refused++;
					const { error } = body as { error: { code: string; field?: string; message: string } };
					expect(error.code).toBe('invalid');
					expect(fieldsOf(endpoint), nameOf(endpoint)).toContain(error.field?.split('.')[0]);
					expect(JSON.stringify(body)).not.toContain('mischief');
				}
			}
		}
		expect(refused).toBeGreaterThan(100);
		expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
	});

	it('[R4] no address with an unknown, repeated or malformed part reaches a handler', async () => {
		const { registry, request, reached } = openRig((endpoint) => endpoint);
		for (const endpoint of registry.endpoints) {
			const as = bearerFor(endpoint);
			for (const query of ['?no-such-key=1', '?limit=1&limit=1', '?__proto__=1']) {
				expect((await request(`${pathOf(endpoint)}${query}`, { as })).status, nameOf(endpoint)).toBe(400);
			}
			if (!endpoint.params) continue;
			const odd = nameOf(endpoint).replace(/:\w+/g, encodeURIComponent('../<b>'));
			expect((await request(odd, { as })).status, nameOf(endpoint)).toBe(400);
		}
		expect([...reached]).toEqual([]);
	});
});

/** What nobody means: of other types, HTML, look-alikes, text that turns around or cannot be seen, too much. */
const ODD: readonly unknown[] = [
	null,
	-1.5,
	true,
	{ mischief: 1 },
	['mischief'],
	'<script>mischief()</script>',
	'mіsсhіef in Cyrillic mischief',
	'\u202emischief',
	'mischief\u0000',
	'mischief\ud800',
	'mischief '.repeat(1_000),
];

/** The fields of a body whose schema is an object. */
function fieldsOf({ body }: Endpoint): readonly string[] {
	return body && 'entries' in body ? Object.keys(body.entries as object) : [];
}

const bearerFor = ({ needs }: Endpoint): string =>
	typeof needs === 'object' && 'project' in needs ? 'link-owner' : 'super-admin';
