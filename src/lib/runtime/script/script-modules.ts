import { ScriptBase } from './script-base.ts';
import { Vec3 } from './vectors.ts';

export type ModuleBody = (exports: Record<string, unknown>, require: (name: string) => unknown) => void;

/** A script's module as it was linked. */
export type RegisteredModule = { readonly id: string; readonly name: string; readonly body: ModuleBody };

/** What `import … from 'rastudios'` gives. */
const API = Object.freeze({ __esModule: true, Script: ScriptBase, Vec3 });
const OWN = /^\.\/(.+?)(?:\.ts)?$/;

/** The scripts of a game. Each is run when it is first asked for. */
export class ScriptModules {
	#byId = new Map<string, RegisteredModule>();
	#byName = new Map<string, RegisteredModule>();
	#exports = new Map<string, Record<string, unknown>>();
	#failed = new Map<string, unknown>();

	constructor(modules: readonly RegisteredModule[]) {
		for (const module of modules) {
			this.#byId.set(module.id, module);
			if (!this.#byName.has(module.name)) this.#byName.set(module.name, module);
		}
	}

	/** The ids, in the order in which scripts run. */
	get ids(): readonly string[] {
		return [...this.#byId.keys()];
	}

	nameOf(id: string): string {
		return this.#byId.get(id)?.name ?? '';
	}

	/** The class that a script gives. Throws where it gives none, or breaks; the same each time. */
	classOf(id: string): new () => ScriptBase {
		const module = this.#byId.get(id);
		if (!module) throw new Error('This script is not in the project any more.');
		const { default: type } = this.#run(module);
		if (typeof type === 'function' && type.prototype instanceof ScriptBase)
			return type as new () => ScriptBase;
		throw new TypeError(`“${module.name}” must have a class that extends Script as its default export.`);
	}

	#run(module: RegisteredModule): Record<string, unknown> {
		if (this.#failed.has(module.id)) throw this.#failed.get(module.id);
		const known = this.#exports.get(module.id);
		if (known) return known;
		const exports: Record<string, unknown> = {};
		// Modules may import each other: the second finds what the first gave so far.
		this.#exports.set(module.id, exports);
		try {
			module.body(exports, (name) => this.#require(name));
			return exports;
		} catch (cause) {
			this.#failed.set(module.id, cause);
			throw cause;
		}
	}

	#require(name: string): unknown {
		if (name === 'rastudios') return API;
		const module = this.#byName.get(OWN.exec(name)?.[1] ?? '');
		if (!module) throw new Error(`There is no script to import by the name of “${name}”.`);
		return this.#run(module);
	}
}
