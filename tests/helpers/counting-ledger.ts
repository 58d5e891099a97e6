import type { Dispose } from '#lib/base/disposer.ts';
import type { LiveDocument } from '#lib/doc/live-document.ts';
import type { ChangeLedger } from '#lib/sync/outgoing.ts';

/** Counts what was made on this device, in any tab, and what of it the server confirmed. */
export class CountingLedger implements ChangeLedger {
	made = 0;
	acknowledged = 0;
	readonly marks: ('own' | 'all')[] = [];
	readonly dispose: Dispose;

	constructor(document: LiveDocument) {
		this.dispose = document.onUpdate(({ local, origin }) => {
			if (local || origin === 'tab') this.made++;
		});
	}

	get waiting(): number {
		return this.made - this.acknowledged;
	}

	mark(scope: 'own' | 'all'): unknown {
		this.marks.push(scope);
		return this.made;
	}

	acknowledge(mark: unknown): void {
		this.acknowledged = Math.max(this.acknowledged, mark as number);
	}
}
