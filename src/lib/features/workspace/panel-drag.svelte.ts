import { mount, unmount } from 'svelte';
import {
	PANELS,
	type Dock,
	type PanelArrangement,
	type PanelId,
} from '#lib/studio/panel-arrangement.svelte.ts';
import type { PanelLayout } from './panel-layout.svelte.ts';
import { panelZones, zoneAt, type DockNow, type Zone } from './panel-zones.ts';
import PanelZones from './PanelZones.svelte';

/** Pixels that a press on a head may travel and still be one: a finger is less steady. */
const SLOP_PX = { mouse: 6, touch: 12 };

type Grab = {
	/** Around the picture and the panels. */
	readonly frame: HTMLElement;
	/** By whose head it is dragged. */
	readonly panel: HTMLElement;
	readonly press: PointerEvent;
	readonly panels: PanelArrangement;
	readonly layout: PanelLayout;
	/** Nothing is dragged any more: the frame is gone. */
	readonly signal: AbortSignal;
};

/** Follows a press on a panel's head: once it travels, the panel goes where it is let go. */
export function dragPanel(grab: Grab): void {
	const id = PANELS.find((panel) => panel === grab.panel.dataset['panel']);
	if (id) new PanelDrag(grab, id);
}

/** One drag of a panel, from the press to the end. */
export class PanelDrag {
	readonly panel: PanelId;
	#grab: Grab;
	#abort = new AbortController();
	#zones: readonly Zone[] = [];
	#over = $state.raw<Zone | null>(null);
	/** The pointer, from the left and the top of the frame. */
	#at = $state.raw({ x: 0, y: 0 });
	#shown: object | null = null;

	constructor(grab: Grab, panel: PanelId) {
		this.#grab = grab;
		this.panel = panel;
		const signal = AbortSignal.any([grab.signal, this.#abort.signal]);
		const options = { signal, capture: true };
		signal.addEventListener('abort', () => this.#hide());
		window.addEventListener('pointermove', (event) => this.#move(event), options);
		window.addEventListener('pointerup', (event) => this.#isMine(event) && this.#drop(), options);
		window.addEventListener('pointercancel', (event) => this.#isMine(event) && this.#abort.abort(), options);
		window.addEventListener('keydown', (event) => this.#key(event), options);
		// A press anywhere is another one: this one ended before it was listened to.
		window.addEventListener('pointerdown', (event) => event.isPrimary && this.#abort.abort(), options);
	}

	get zones(): readonly Zone[] {
		return this.#zones;
	}
	get over(): Zone | null {
		return this.#over;
	}
	get at(): { readonly x: number; readonly y: number } {
		return this.#at;
	}

	#isMine({ pointerId }: PointerEvent): boolean {
		return pointerId === this.#grab.press.pointerId;
	}

	#move(event: PointerEvent): void {
		if (!this.#isMine(event)) return;
		// Let go of before this was listened to.
		if (event.buttons === 0) return this.#abort.abort();
		const { press, frame } = this.#grab;
		const slop = press.pointerType === 'touch' ? SLOP_PX.touch : SLOP_PX.mouse;
		const travel = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
		if (!this.#shown && travel <= slop) return;
		const { left, right, top } = frame.getBoundingClientRect();
		this.#at = { x: event.clientX - left, y: event.clientY - top };
		this.#shown ??= this.#show();
		const mirrored = getComputedStyle(frame).direction === 'rtl';
		this.#over = zoneAt(this.#zones, mirrored ? right - event.clientX : this.#at.x, this.#at.y);
	}

	#show(): object {
		const { frame, press } = this.#grab;
		// What is let go above a button is no click on it.
		frame.setPointerCapture(press.pointerId);
		const { width, height } = frame.getBoundingClientRect();
		const docks = { start: this.#dock('start'), end: this.#dock('end'), bottom: this.#dock('bottom') };
		this.#zones = panelZones({ width, height, docks });
		return mount(PanelZones, { target: frame, props: { drag: this } });
	}

	/** Without what is dragged. */
	#dock(dock: Dock): DockNow {
		const { panels, layout } = this.#grab;
		const others = panels.shownIn(dock).filter((panel) => panel !== this.panel);
		const { size } = layout.box(dock);
		return { size, panels: others.map((id) => ({ id, share: panels.shareOf(id) })) };
	}

	#hide(): void {
		if (this.#shown) void unmount(this.#shown);
		this.#shown = null;
	}

	#drop(): void {
		const over = this.#shown && this.#over;
		this.#abort.abort();
		if (over && !this.isOwn(over)) this.#grab.panels.move(this.panel, over.dock, over.before);
	}

	/** It stands there already, and keeps its size. */
	isOwn({ dock, before }: Zone): boolean {
		const shown = this.#grab.panels.shownIn(dock);
		const at = shown.indexOf(this.panel);
		return at >= 0 && (shown[at + 1] ?? null) === before;
	}

	#key(event: KeyboardEvent): void {
		if (event.key !== 'Escape' || !this.#shown) return;
		event.preventDefault();
		event.stopPropagation();
		this.#abort.abort();
	}
}
