import { Group, type PerspectiveCamera } from 'three';
import type { EntityId } from '../../base/ids.ts';
import type { EntityNode } from '../scene/entity-node.ts';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportPeer, ViewportTheme } from '../viewport-port.ts';
import { chooseOutlines, Outlines } from './outlines.ts';
import { PALETTES } from './palette.ts';
import { Peers } from './peers.ts';

/** Who has what in hand: outlines of what is selected and pointed at, here and by the others, who are seen as well. */
export class Highlights {
	readonly group = new Group();
	#outlines: Outlines;
	#peers: Peers;
	#theme: ViewportTheme;
	#selection: readonly EntityId[] = [];
	#hovered: EntityId | null = null;
	/** What of the outlines is due: where they are, or how large as well. */
	#due: 'place' | 'size' | null = null;

	constructor(graph: SceneGraph, overlay: HTMLElement | undefined, theme: ViewportTheme) {
		this.#outlines = new Outlines(graph);
		this.#peers = new Peers(overlay);
		this.#theme = theme;
		this.group.add(this.#outlines.group, this.#peers.group);
	}

	get selection(): readonly EntityId[] {
		return this.#selection;
	}

	set selection(ids: readonly EntityId[]) {
		this.#selection = [...ids];
		this.refresh();
	}

	set theme(theme: ViewportTheme) {
		this.#theme = theme;
		this.refresh();
	}

	/** False: it was pointed at already. */
	hover(id: EntityId | null): boolean {
		if (this.#hovered === id) return false;
		this.#hovered = id;
		this.refresh();
		return true;
	}

	showPeers(peers: readonly ViewportPeer[]): void {
		this.#peers.show(peers);
		this.refresh();
	}

	/** Outlines all anew. */
	refresh(): void {
		const palette = PALETTES[this.#theme];
		this.#outlines.show(chooseOutlines(this.#selection, this.#hovered, this.#peers.outlines, palette));
	}

	/** `moved`: nothing but this stands elsewhere. It is as large as before; what holds it may not be. */
	contentChanged(moved?: EntityNode): void {
		if (moved) this.#outlines.moved(moved.group);
		if (!moved) this.#due = 'size';
		else this.#due ??= 'place';
	}

	/** Readies all for a frame. */
	prepare(camera: PerspectiveCamera, width: number, height: number): void {
		if (this.#due === 'size') this.#outlines.remeasure();
		else if (this.#due === 'place') this.#outlines.place();
		this.#due = null;
		this.#peers.placeTags(camera, width, height);
	}

	dispose(): void {
		this.#peers.dispose();
		this.#outlines.dispose();
	}
}
