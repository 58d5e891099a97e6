import type { JsonValue } from '../base/json.ts';
import type { SettingsStore } from '../storage/ports.ts';

const KEY = 'play.controls.';

/** What the player of a project changed of its controls, as this device remembers it; read by whoever knows its actions. */
export class KeptControls {
	#settings: Pick<SettingsStore, 'get' | 'set'>;
	#key: string;
	#current = $state.raw<JsonValue>();
	#loading: Promise<void> | undefined;

	constructor(settings: Pick<SettingsStore, 'get' | 'set'>, projectId: string) {
		this.#settings = settings;
		this.#key = KEY + projectId;
	}

	/** Reads what was kept the last time, once; what was changed meanwhile stays. */
	load(): Promise<void> {
		this.#loading ??= this.#settings.get(this.#key).then((kept) => {
			this.#current ??= kept;
		});
		return this.#loading;
	}

	get current(): JsonValue | undefined {
		return this.#current;
	}

	keep(controls: JsonValue): void {
		this.#current = controls;
		void this.#settings.set(this.#key, controls);
	}
}
