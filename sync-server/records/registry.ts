import type { Dispose } from '#lib/base/disposer.ts';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { nameOf, type Endpoint } from '#lib/protocol/api/endpoint.ts';
import type { DoorPorts } from '../http/api/admit.ts';
import { Allowances, type Rates } from '../http/api/allowances.ts';
import { MAX_BODY_BYTES } from '../http/api/read-input.ts';
import { serveEndpoint } from '../http/api/serve-endpoint.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { refuse } from '../http/refusals.ts';
import { describeCause } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';
import { AUDIT_MIGRATIONS } from './audit/audit-log.ts';
import { KEPT_ANSWERS_MIGRATIONS, KeptAnswers } from './kept-answers.ts';
import { migrateModules } from './migrate-modules.ts';
import type { RecordsContext, RecordsModule } from './module.ts';

/** A module, and where below `/api` its paths begin. */
export type MountedModule = { readonly module: RecordsModule; readonly prefix: string };

export type RegistryParts = DoorPorts & {
	readonly context: RecordsContext;
	readonly modules: readonly MountedModule[];
	readonly addressOf: ClientAddress;
	readonly rates?: Partial<Rates>;
};

/** Tables that every module stands upon. */
const GROUND = [
	{ name: 'kept-answers', migrations: KEPT_ANSWERS_MIGRATIONS },
	{ name: 'audit-log', migrations: AUDIT_MIGRATIONS },
];

const SWEEP_MS = 60 * 60 * 1000;

const limitBody = bodyLimit({
	maxSize: MAX_BODY_BYTES,
	onError: (context) =>
		refuse(context, { code: 'too-large', message: `The request body may have ${MAX_BODY_BYTES} bytes` }),
});

/** The modules that are on: their tables, their calls, their beginning and end. */
export class Registry {
	readonly #parts: RegistryParts;
	readonly #kept: KeptAnswers;
	#started: RecordsModule[] = [];
	#stopSweeping: Dispose = () => {};

	/** Brings the tables up to date. Throws `StartError` when the modules do not go together, or their tables are newer. */
	constructor(parts: RegistryParts) {
		this.#parts = parts;
		const modules = parts.modules.map(({ module }) => module);
		checkRequired(modules);
		checkRoutes(parts.modules);
		migrateModules(parts.context.database, [...GROUND, ...modules]);
		this.#kept = new KeptAnswers(parts.context.prepare);
	}

	/** Which modules are on, for `GET /api/version`. */
	get flags(): Readonly<Record<string, { readonly version: string; readonly prefix: string }>> {
		return Object.fromEntries(
			this.#parts.modules.map(({ module, prefix }) => [module.name, { version: module.version, prefix }]),
		);
	}

	/** All calls there are, with their whole paths below `/api`. */
	get endpoints(): readonly Endpoint[] {
		return this.#parts.modules.flatMap((mounted) =>
			mounted.module.routes.map(({ endpoint }) => placed(endpoint, mounted)),
		);
	}

	/** Serves the calls below `/api`. */
	mount(app: Hono): void {
		const { context, modules, rates = {}, ...ports } = this.#parts;
		const { database, clock, audit } = context;
		const allowances = new Allowances(rates, clock);
		const parts = { ...ports, database, clock, audit, kept: this.#kept, allowances };
		const endpoints = this.endpoints;
		for (const mounted of modules) {
			for (const route of mounted.module.routes) {
				const endpoint = placed(route.endpoint, mounted);
				const readable = endpoints.find(({ method, path }) => method === 'GET' && path === endpoint.path);
				const serve = serveEndpoint({ ...route, endpoint }, readable?.answer, parts);
				app.on(endpoint.method, `/api${endpoint.path}`, limitBody, serve);
			}
		}
	}

	/** Starts the modules, one after the other. */
	async start(): Promise<void> {
		for (const { module } of this.#parts.modules) {
			await module.start?.();
			this.#started.unshift(module);
		}
		this.#sweep();
	}

	/** Stops them, the last one first; one that fails keeps no other from it. */
	async stop(): Promise<void> {
		this.#stopSweeping();
		const started = this.#started;
		this.#started = [];
		for (const module of started) {
			try {
				await module.stop?.();
			} catch (cause) {
				const { log } = this.#parts.context;
				log.error('A module did not stop cleanly', { module: module.name, cause: describeCause(cause) });
			}
		}
	}

	#sweep(): void {
		const { clock, log } = this.#parts.context;
		try {
			this.#kept.sweep(clock.now());
		} catch (cause) {
			log.warn('Old answers cannot be swept just now', { cause: describeCause(cause) });
		}
		this.#stopSweeping = clock.after(SWEEP_MS, () => this.#sweep());
	}
}

const placed = (endpoint: Endpoint, { prefix }: MountedModule): Endpoint => ({
	...endpoint,
	path: `${prefix}${endpoint.path}` as Endpoint['path'],
});

function checkRequired(modules: readonly RecordsModule[]): void {
	const names = modules.map(({ name }) => name);
	for (const { name, requires = [] } of modules) {
		const missing = requires.find((required) => !names.includes(required));
		if (missing !== undefined) {
			throw new StartError(`The module ${name} needs ${missing}, which is off. Turn it on, or ${name} off`);
		}
	}
}

// Mistakes of whoever writes a module: found at the first start, not by the first caller.
function checkRoutes(modules: readonly MountedModule[]): void {
	const seen = new Set<string>();
	for (const mounted of modules) {
		for (const { endpoint } of mounted.module.routes) {
			const name = nameOf(placed(endpoint, mounted));
			if (seen.has(name)) throw new StartError(`Two modules answer ${name}. Give one of them a prefix`);
			seen.add(name);
			if (endpoint.path.includes(':') && !endpoint.params) throw new Error(`${name} lacks its params`);
			if (endpoint.streams ? endpoint.method !== 'GET' || endpoint.answer : false) {
				throw new Error(`${name} streams: it must be a GET without an answer`);
			}
		}
	}
}
