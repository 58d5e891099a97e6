import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { ok, unwrap } from '#lib/base/result.ts';
import { startServer, type TestServer } from '../../tests/helpers/sync-server.ts';
import { notesModule } from '../../tests/samples/notes-module/notes-module.ts';
import { describeSettings } from '../config/describe-settings.ts';
import type { ModuleSettings } from '../config/kinds.ts';
import { readConfig } from '../config/read-config.ts';
import type { ModuleParts, Modules } from './modules.ts';

const Options = v.strictObject({ most: v.optional(v.number(), 100) });

describe('modules by configuration', () => {
	const servers: TestServer[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) await server.close();
	});

	const start = async (modules: ModuleSettings) => {
		const made: number[] = [];
		const createModules = ({ context, options }: ModuleParts): Modules => {
			made.push(options('notes', Options).most);
			const who = { userId: 'ada', role: 'user', sessionId: 's' } as const;
			return {
				all: [notesModule(context)],
				identify: async (bearer) => ok(bearer === 'ada' ? who : null),
				projectRole: async () => null,
				present: { person: ok, projectRole: () => null },
			};
		};
		const server = await startServer({ deps: { modules, createModules } });
		servers.push(server);
		const ask = async (path: string) => {
			const answer = await fetch(`${server.origin}/api${path}`, { headers: { Authorization: 'Bearer ada' } });
			return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
		};
		return { server, ask, made };
	};

	it('[R7] a module is on unless it is off, and the app is told', async () => {
		const { ask, made } = await start({});
		expect((await ask('/notes')).body).toEqual({ items: [], next: null });
		expect((await ask('/version')).body['modules']).toEqual({ notes: { version: '1.0.0', prefix: '' } });
		expect(made).toEqual([100]);
	});

	it('[R7] off, it serves nothing and makes no tables', async () => {
		const { ask, server } = await start({ notes: { on: false } });
		expect((await ask('/notes')).status).toBe(404);
		expect((await ask('/version')).body['modules']).toEqual({});
		const tables = server.storage.database
			.prepare("SELECT name FROM sqlite_master WHERE name = 'notes'")
			.all();
		expect(tables).toEqual([]);
	});

	it('[R7] a prefix goes before its paths, and options are its own', async () => {
		const { ask, made } = await start({ notes: { prefix: '/beta', options: { most: 20 } } });
		expect((await ask('/beta/notes')).status).toBe(200);
		expect((await ask('/notes')).status).toBe(404);
		expect((await ask('/version')).body['modules']).toMatchObject({ notes: { prefix: '/beta' } });
		expect(made).toEqual([20]);
	});

	it('[R7] what is no module or no option keeps the server from starting, and shows no secret', async () => {
		await expect(start({ noets: {} })).rejects.toThrow(
			'"modules" names noets, which is no module. There are notes',
		);
		const wrong = start({ notes: { options: { most: 'hunter2' } } });
		await expect(wrong).rejects.toThrow(
			'The option "most" of the module notes: Invalid type: Expected number',
		);
		await expect(wrong).rejects.not.toThrow('hunter2');
	});
});

describe('the setting "modules"', () => {
	const read = (modules: unknown, environment = {}) =>
		readConfig({
			environment,
			root: '/app',
			readFile: (path) => (path.endsWith('rastudios.config.json') ? JSON.stringify({ modules }) : null),
		});

	it('[R7] comes from files as an object, and from the environment as JSON', () => {
		const inFile = { audit: { on: false } };
		expect(unwrap(read(inFile)).config.modules).toEqual(inFile);
		const variable = { RASTUDIOS_MODULES: '{"audit":{"prefix":"/v2"}}' };
		expect(unwrap(read(inFile, variable)).config.modules).toEqual({ audit: { prefix: '/v2' } });
	});

	it('[R7] is refused by name when it is something else', () => {
		for (const wrong of [
			7,
			[],
			{ audit: true },
			{ audit: { on: 'no' } },
			{ audit: { prefix: 'v2' } },
			{ audit: { off: true } },
		]) {
			const outcome = read(wrong);
			expect(outcome.ok ? 'taken' : outcome.error).toContain(
				'"modules" in /app/rastudios.config.json must be',
			);
		}
		const outcome = read({}, { RASTUDIOS_MODULES: 'audit=off' });
		expect(outcome.ok ? 'taken' : outcome.error).toContain('RASTUDIOS_MODULES must be');
	});

	it('[R7] is shown without the secrets in it', () => {
		const options = {
			issuer: 'https://id.example',
			clientSecret: 'hunter2',
			nested: [{ password: 'hunter2' }],
		};
		const shown = describeSettings(unwrap(read({ accounts: { options } })));
		expect(shown).toContain('https://id.example');
		expect(shown).not.toContain('hunter2');
	});
});
