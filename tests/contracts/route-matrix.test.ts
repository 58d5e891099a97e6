import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { mintProjectId } from '#lib/base/ids.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { createApp, type AppParts } from '#server/http/app.ts';
import { noMetrics } from '#server/ops/metrics/metrics.ts';
import { AccountWorld } from '../helpers/account-world.ts';
import { CAST, setStage, type Somebody, type Stage } from '../helpers/cast.ts';
import { RecordedLog } from '../helpers/recorded-log.ts';
import { tusSteps, type TusSteps } from '../helpers/tus-steps.ts';
import { JSON_TYPE } from '../helpers/sync-server.ts';
import { ROUTE_ROWS, type Right } from '../permissions/line-rows.ts';

const CONTENT = Buffer.from('what only readers may see');
const HASH = createHash('sha256').update(CONTENT).digest('hex');

let stage: Stage;
beforeAll(async () => {
	stage = await setStage(await AccountWorld.start());
	const stored = await tusSteps(stage.world.server.origin, stage.project.projectId, stage.project.token).send(
		CONTENT,
	);
	expect(stored.status).toBe(201);
});
afterAll(() => stage.world.end());

/** Every route of the app but those of modules, which `matrix.test.ts` asks. Nothing is served: only named. */
function namedRoutes(): string[] {
	const nothing = {} as never;
	const parts: AppParts = {
		projects: nothing,
		access: nothing,
		blobs: nothing,
		uploads: nothing,
		records: { mount: () => {}, endpoints: [], flags: {} } as never,
		pages: nothing,
		clock: systemClock,
		log: new RecordedLog(),
		version: '0.0.0-test',
		changesPerMinute: 1,
		allowsOrigin: () => true,
		addressOf: () => '',
		metrics: noMetrics,
		mintRequestId: () => '',
		health: { unreadyReasons: () => [], metrics: null },
	};
	const served = createApp(parts).routes.filter(({ method }) => method !== 'ALL');
	return [...new Set(served.map(({ method, path }) => `${method} ${path.replace(/^\/\*$/, '*')}`))];
}

it('[R131] every route beside those of modules has a row, and every row a route', () => {
	expect(namedRoutes().sort()).toEqual(Object.keys(ROUTE_ROWS).sort());
});

type Try = { readonly right: Right; readonly status: number; readonly run: (by: By) => Promise<Response> };
type By = { readonly bearer: string; readonly tus: TusSteps; readonly upload: () => Promise<string> };

const project$ = (): string => `${stage.world.server.origin}/api/projects/${stage.project.projectId}`;
const send = (path: string, { bearer }: By, method = 'GET', more: RequestInit = {}): Promise<Response> =>
	fetch(`${project$()}${path}`, {
		method,
		...more,
		headers: {
			...(typeof more.body === 'string' && JSON_TYPE),
			...(bearer && { Authorization: `Bearer ${bearer}` }),
			...more.headers,
		},
	});
const tried = new Set<string>();
function rowOf(name: string): Right {
	tried.add(name);
	return ROUTE_ROWS[name] ?? expect.fail(`No row for ${name}`);
}

/** What is answered when it may be; every route of a project at least once. */
const TRIES: Readonly<Record<string, Try>> = {
	'list links': {
		right: rowOf('GET /api/projects/:projectId/links'),
		status: 200,
		run: (by) => send('/links', by),
	},
	'make a link': {
		right: rowOf('POST /api/projects/:projectId/links'),
		status: 201,
		run: (by) => send('/links', by, 'POST', { body: JSON.stringify({ role: 'viewer' }) }),
	},
	'revoke a link': {
		right: rowOf('DELETE /api/projects/:projectId/links/:linkId'),
		status: 204,
		run: async (by) => send(`/links/${(await stage.project.share('viewer')).linkId}`, by, 'DELETE'),
	},
	'ask which assets are missing': {
		right: rowOf('POST /api/projects/:projectId/assets/missing'),
		status: 200,
		run: (by) => send('/assets/missing', by, 'POST', { body: JSON.stringify({ hashes: [HASH] }) }),
	},
	'get an asset': {
		right: rowOf('GET /api/projects/:projectId/assets/:hash'),
		status: 200,
		run: (by) => send(`/assets/${HASH}`, by),
	},
	'get a part of an asset': {
		right: rowOf('GET /api/projects/:projectId/assets/:hash'),
		status: 206,
		run: (by) => send(`/assets/${HASH}`, by, 'GET', { headers: { Range: 'bytes=5-8' } }),
	},
	'ask how large an asset is': {
		right: rowOf('GET /api/projects/:projectId/assets/:hash'),
		status: 200,
		run: (by) => send(`/assets/${HASH}`, by, 'HEAD'),
	},
	'begin an upload': {
		right: rowOf('POST /api/projects/:projectId/uploads'),
		status: 201,
		run: ({ tus }) => tus.begin(10, randomBytes(32).toString('hex')),
	},
	'go on with an upload': {
		right: rowOf('PATCH /api/projects/:projectId/uploads/:upload'),
		status: 204,
		run: async ({ tus, upload }) => tus.append(await upload(), 0, new Uint8Array(5)),
	},
	'ask how far an upload is': {
		right: rowOf('GET /api/projects/:projectId/uploads/:upload'),
		status: 200,
		run: async ({ tus, upload }) => tus.head(await upload()),
	},
	'give an upload up': {
		right: rowOf('DELETE /api/projects/:projectId/uploads/:upload'),
		status: 204,
		run: async ({ tus, upload }) => tus.end(await upload()),
	},
};

function wanted({ role, told }: Somebody, { right, status }: Try): number | undefined {
	if (role === null) return told;
	return right !== 'nothing' && mayInProject(role, right) ? status : 403;
}

it('[R131] every route of a project is tried', () => {
	const inProjects = Object.keys(ROUTE_ROWS).filter((name) => name.includes(':projectId'));
	expect([...tried].sort()).toEqual(inProjects.sort());
});

describe('every link, asset and upload × everybody', () => {
	it.each(CAST)('[R131] $name', async (somebody) => {
		const bearer = (await somebody.bearer(stage)) ?? '';
		const { origin } = stage.world.server;
		const { projectId, token } = stage.project;
		const tus = tusSteps(origin, projectId, bearer);
		// Uploads are of who began them. Who may begin none tries with the owner's.
		const mayBegin = somebody.role !== null && mayInProject(somebody.role, 'project.asset.add');
		const beginner = mayBegin ? tus : tusSteps(origin, projectId, token);
		const upload = () => beginner.begun(10, randomBytes(32).toString('hex'));
		const outcomes: Record<string, number> = {};
		const expected: Record<string, number | undefined> = {};
		for (const [name, one] of Object.entries(TRIES)) {
			const answer = await one.run({ bearer, tus, upload });
			const text = await answer.text();
			outcomes[name] = answer.status;
			expected[name] = wanted(somebody, one);
			if (answer.status >= 400) expect(text).not.toContain(CONTENT.toString());
		}
		expect(outcomes).toEqual(expected);
	});

	it('[R131] nobody takes a project over by registering it with another claim, whatever they show', async () => {
		const body = JSON.stringify({
			projectId: stage.project.projectId,
			claim: `${mintProjectId()}${mintProjectId()}`,
		});
		for (const somebody of CAST) {
			const bearer = (await somebody.bearer(stage)) ?? '';
			const answer = await fetch(`${stage.world.server.origin}/api/projects`, {
				method: 'POST',
				body,
				headers: { ...JSON_TYPE, ...(bearer && { Authorization: `Bearer ${bearer}` }) },
			});
			expect([somebody.name, answer.status]).toEqual([somebody.name, 403]);
		}
	});
});
