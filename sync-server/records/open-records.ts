import * as v from 'valibot';
import type { Clock } from '#lib/base/clock.ts';
import type { ModuleSettings } from '../config/kinds.ts';
import type { Rates } from '../http/api/allowances.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { Log } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';
import type { Storage } from '../storage/open-storage.ts';
import { createModules, type ModuleParts, type Modules } from './modules.ts';
import type { Access } from './projects/access.ts';
import { createRecordsContext } from './records-context.ts';
import type { RecordsModule } from './module.ts';
import { Registry, type MountedModule } from './registry.ts';

type Parts = {
	readonly storage: Storage;
	readonly access: Access;
	readonly live: ModuleParts['live'];
	readonly activity: ModuleParts['activity'];
	readonly clock: Clock;
	readonly log: Log;
	readonly addressOf: ClientAddress;
	readonly rates?: Partial<Rates>;
	readonly settings?: ModuleSettings;
	/** Makes the modules; all of ours unless told otherwise. */
	readonly create?: (parts: ModuleParts) => Modules;
};

/** Everything one authority decides: the modules on the server's own database, ready to be mounted. */
export function openRecords(parts: Parts): Registry {
	const {
		storage,
		access,
		live,
		activity,
		clock,
		log,
		addressOf,
		rates = {},
		settings = {},
		create = createModules,
	} = parts;
	const context = createRecordsContext({ database: storage.database, clock, log });
	const options = createOptions(settings);
	const { all, ...ports } = create({ context, storage, access, live, activity, options });
	const modules = chooseModules(all, settings);
	return new Registry({ ...ports, context, modules, addressOf, rates });
}

function chooseModules(all: readonly RecordsModule[], settings: ModuleSettings): MountedModule[] {
	const names = all.map(({ name }) => name);
	const unknown = Object.keys(settings).find((name) => !names.includes(name));
	if (unknown !== undefined) {
		throw new StartError(`"modules" names ${unknown}, which is no module. There are ${names.join(', ')}`);
	}
	return all.flatMap((module) => {
		const { on = true, prefix = '' } = settings[module.name] ?? {};
		return on ? [{ module, prefix }] : [];
	});
}

function createOptions(settings: ModuleSettings): ModuleParts['options'] {
	return (module, schema) => {
		const parsed = v.safeParse(schema, settings[module]?.options ?? {});
		if (parsed.success) return parsed.output;
		const [issue] = parsed.issues;
		// What was written may be a secret.
		const message = issue.message.replace(/ but received .*$/s, '');
		throw new StartError(`The option "${v.getDotPath(issue) ?? ''}" of the module ${module}: ${message}`);
	};
}
