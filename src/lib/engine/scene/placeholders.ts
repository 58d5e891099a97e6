import { BoxGeometry, EdgesGeometry, LineBasicMaterial, LineSegments } from 'three';
import { asHelper } from './layers.ts';

const PLAIN = { toneMapped: false, fog: false };

/** What stands where a model cannot be shown: grey until it comes, red when it is broken. */
export class Placeholders {
	#edges = new EdgesGeometry(new BoxGeometry(1, 1, 1)).translate(0, 0.5, 0);
	#waiting = new LineBasicMaterial({ color: '#8a94a6', transparent: true, opacity: 0.8, ...PLAIN });
	#broken = new LineBasicMaterial({ color: '#f26d6d', ...PLAIN });

	make(kind: 'waiting' | 'broken'): LineSegments {
		const lines = new LineSegments(this.#edges, kind === 'broken' ? this.#broken : this.#waiting);
		lines.name = `${kind} model`;
		return asHelper(lines);
	}

	dispose(): void {
		this.#edges.dispose();
		this.#waiting.dispose();
		this.#broken.dispose();
	}
}
