import type { Dispose } from '../base/disposer.ts';
import { Emitter } from '../base/emitter.ts';
import type { ViewportEvents } from './viewport-port.ts';

/** The viewport's events, one emitter each, so that every listener knows its payload's type. */
export class ViewportEmitters {
	#emitters: { [E in keyof ViewportEvents]: Emitter<ViewportEvents[E]> } = {
		picked: new Emitter(),
		framed: new Emitter(),
		'transform-started': new Emitter(),
		transforming: new Emitter(),
		transformed: new Emitter(),
		'transform-cancelled': new Emitter(),
		'field-dragging': new Emitter(),
		'field-dragged': new Emitter(),
		'field-drag-cancelled': new Emitter(),
		'view-changed': new Emitter(),
		'stats-changed': new Emitter(),
		opened: new Emitter(),
		'context-changed': new Emitter(),
		placed: new Emitter(),
		measured: new Emitter(),
		'measuring-ended': new Emitter(),
		held: new Emitter(),
		'menu-asked': new Emitter(),
		'fingers-tapped': new Emitter(),
		'placing-cancelled': new Emitter(),
	};

	on<E extends keyof ViewportEvents>(event: E, listener: (event: ViewportEvents[E]) => void): Dispose {
		return this.#emitters[event].on(listener);
	}

	emit<E extends keyof ViewportEvents>(event: E, payload: ViewportEvents[E]): void {
		this.#emitters[event].emit(payload);
	}

	dispose(): void {
		for (const emitter of Object.values(this.#emitters)) emitter.clear();
	}
}
