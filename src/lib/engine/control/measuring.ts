import type { Group, Vector3 } from 'three';
import type { Measured } from '../viewport-port.ts';
import { MeasureLines } from './measure-lines.ts';
import { nearestTo } from './nearest-point.ts';
import type { Picker } from './picker.ts';
import type { Surface } from './surface.ts';

export type MeasuringOptions = {
	/** What its lines are drawn in. */
	readonly stage: Pick<Group, 'add' | 'remove'>;
	readonly picker: Pick<Picker, 'landing'>;
	readonly onMeasured: (measured: Measured) => void;
	readonly onCancel: () => void;
	readonly onChange: () => void;
};

/** A line between two points of what is seen: a tap sets each of them, and the next one begins anew. */
export class Measuring {
	#options: MeasuringOptions;
	#lines: MeasureLines | null = null;
	#from: Vector3 | null = null;
	#to: Vector3 | null = null;
	/** The second point was set. */
	#done = false;

	constructor(options: MeasuringOptions) {
		this.#options = options;
	}

	get active(): boolean {
		return this.#lines !== null;
	}

	begin(): void {
		if (this.active) return;
		this.#lines = new MeasureLines();
		this.#options.stage.add(this.#lines.group);
	}

	/** The pointer is here; `vertex`: it means the nearest vertex. */
	hover(x: number, y: number, vertex: boolean): void {
		if (!this.#lines) return;
		const point = this.#pointAt(x, y, vertex);
		if (!this.#from || this.#done) return this.#draw(this.#done ? null : point);
		this.#to = point;
		this.#draw(null);
		this.#tell();
	}

	tap(x: number, y: number, vertex: boolean): void {
		if (!this.#lines) return;
		const point = this.#pointAt(x, y, vertex);
		const second = this.#from !== null && !this.#done;
		if (second) this.#to = point;
		else {
			this.#from = point;
			this.#to = null;
		}
		this.#done = second;
		this.#draw(null);
		this.#tell();
	}

	/** Ends it; false when nothing is measured. */
	cancel(): boolean {
		if (!this.#lines) return false;
		this.#end();
		this.#options.onCancel();
		return true;
	}

	dispose(): void {
		this.#end();
	}

	#end(): void {
		if (!this.#lines) return;
		this.#options.stage.remove(this.#lines.group);
		this.#lines.dispose();
		this.#lines = this.#from = this.#to = null;
		this.#done = false;
		this.#options.onChange();
	}

	#pointAt(x: number, y: number, vertex: boolean): Vector3 {
		return measuredPoint(this.#options.picker.landing(x, y), vertex);
	}

	#tell(): void {
		if (!this.#from) return;
		const to = this.#to?.toArray() ?? null;
		this.#options.onMeasured({ from: this.#from.toArray(), to, done: this.#done });
	}

	/** `next`: where the first point would be. */
	#draw(next: Vector3 | null): void {
		const ends = [this.#from, this.#to, next].filter((end) => end !== null);
		this.#lines?.show(ends, this.#from, this.#to);
		this.#options.onChange();
	}
}

/** What a press means: the surface itself, or the nearest vertex of the triangle it met. */
function measuredPoint({ point, corners }: Pick<Surface, 'point' | 'corners'>, vertex: boolean): Vector3 {
	return ((vertex && nearestTo(point, corners)) || point).clone();
}
