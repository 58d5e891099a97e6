import { Group, type PerspectiveCamera, Vector3 } from 'three';
import { frustumLines } from '../scene/frustum-lines.ts';
import { HelperLines } from '../scene/helper-lines.ts';
import type { ViewportPeer } from '../viewport-port.ts';
import { parseCssColor } from './css-color.ts';
import type { Outline } from './outlines.ts';

const FRUSTUM_LENGTH = 1.5;
const ASPECT = 16 / 10;

type Shown = {
	readonly lines: HelperLines['object'];
	readonly tag: HTMLElement | null;
	readonly anchor: Vector3;
	peer: ViewportPeer;
};

/** The others: each a camera frustum with a name tag, in that person's colour. */
export class Peers {
	readonly group = new Group();
	#overlay: HTMLElement | undefined;
	#shown = new Map<string, Shown>();

	constructor(overlay: HTMLElement | undefined) {
		this.#overlay = overlay;
	}

	/** What they have selected, to be outlined. */
	get outlines(): Outline[] {
		return [...this.#shown.values()].flatMap(({ peer }) =>
			peer.selection.map((id) => ({ id, color: peer.color })),
		);
	}

	show(peers: readonly ViewportPeer[]): void {
		const here = new Set(peers.map((peer) => peer.id));
		for (const id of [...this.#shown.keys()]) if (!here.has(id)) this.#remove(id);
		for (const peer of peers) {
			const known = this.#shown.get(peer.id);
			const same = known && known.peer.color === peer.color && known.peer.camera?.fov === peer.camera?.fov;
			if (known && !same) this.#remove(peer.id);
			this.#update(known && same ? known : this.#add(peer), peer);
		}
	}

	/** Lays the name tags over the picture. */
	placeTags(camera: PerspectiveCamera, width: number, height: number): void {
		const point = new Vector3();
		for (const { tag, anchor, peer } of this.#shown.values()) {
			if (!tag) continue;
			point.copy(anchor).project(camera);
			const inView = peer.camera && [point.x, point.y, point.z].every((at) => Math.abs(at) < 1);
			tag.hidden = !inView;
			if (!inView) continue;
			const x = ((point.x + 1) / 2) * width;
			const y = ((1 - point.y) / 2) * height;
			tag.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -140%)`;
		}
	}

	dispose(): void {
		for (const id of [...this.#shown.keys()]) this.#remove(id);
	}

	#add(peer: ViewportPeer): Shown {
		const points = frustumLines(peer.camera?.fov ?? 45, ASPECT, FRUSTUM_LENGTH);
		const lines = new HelperLines(points, parseCssColor(peer.color)).object;
		this.group.add(lines);
		const tag = this.#overlay ? makeTag(peer.color) : null;
		if (tag) this.#overlay?.append(tag);
		const shown: Shown = { lines, tag, anchor: new Vector3(), peer };
		this.#shown.set(peer.id, shown);
		return shown;
	}

	#update(shown: Shown, peer: ViewportPeer): void {
		shown.peer = peer;
		const { lines, tag, anchor } = shown;
		lines.visible = peer.camera !== null;
		if (tag && tag.textContent !== peer.name) tag.textContent = peer.name;
		if (!peer.camera) return;
		lines.position.fromArray(peer.camera.position);
		// lookAt turns +Z to the target; frusta, like cameras, look along −Z.
		lines.lookAt(new Vector3().fromArray(peer.camera.target));
		lines.rotateY(Math.PI);
		lines.updateMatrixWorld();
		anchor.copy(lines.position);
	}

	#remove(id: string): void {
		const shown = this.#shown.get(id);
		if (!shown) return;
		shown.lines.removeFromParent();
		shown.lines.geometry.dispose();
		shown.lines.material.dispose();
		shown.tag?.remove();
		this.#shown.delete(id);
	}
}

/** Dressed with the design tokens the page has; only the colour is the person's. */
function makeTag(color: string): HTMLElement {
	const tag = document.createElement('span');
	tag.className = 'peer-tag';
	Object.assign(tag.style, {
		position: 'absolute',
		left: '0',
		top: '0',
		padding: '2px 6px',
		borderRadius: 'var(--radius-sm)',
		font: 'var(--weight-strong) var(--text-xs) / 1.3 var(--font)',
		color: 'var(--peer-ink)',
		background: color,
		whiteSpace: 'nowrap',
		pointerEvents: 'none',
		willChange: 'transform',
	} satisfies Partial<CSSStyleDeclaration>);
	return tag;
}
