import { Box3, Group, type PerspectiveCamera, Scene, Vector3, type WebGLRenderer } from 'three';
import type { SceneGraph } from '../scene/scene-graph.ts';
import { HELPER_LAYER } from '../scene/layers.ts';
import type { SceneKit } from '../scene/scene-kit.ts';
import { magnification } from '../control/lens.ts';
import type { ViewLens, ViewportTheme } from '../viewport-port.ts';
import { ContactShadow } from './contact-shadow.ts';
import { DefaultLights } from './default-lights.ts';
import { EnvironmentDresser } from './environment-dresser.ts';
import { Grid } from './grid.ts';
import { PALETTES } from './palette.ts';
import { ShadowCatcher } from './shadow-catcher.ts';
import { Sky } from './sky.ts';
import { createSurroundings } from './surroundings.ts';

/** Larger scenes go without contact shadow. */
const MAX_CONTACT_ENTITIES = 1500;
/** How far around the view's target shadows reach, m. */
const SHADOW_REACH = 40;
const CONTACT_REACH = 14;

export type StageContent = { readonly graph: SceneGraph; readonly kit: SceneKit };

/** Everything around the scene that makes it a picture: sky, ground, grid, light. */
export class Stage {
	readonly scene = new Scene();
	/** What only the editor draws: gizmo, outlines, people. */
	readonly overlay = new Group();
	readonly bounds = new Box3();
	#renderer: WebGLRenderer;
	#graph: SceneGraph;
	#lights = new DefaultLights();
	#sky: Sky;
	#grid: Grid;
	#catcher: ShadowCatcher;
	#contact: ContactShadow;
	/** What falls on bare ground. */
	#shadows = new Group();
	#surroundings = createSurroundings();
	#environment: EnvironmentDresser;
	#shadowCenter = new Vector3();
	#boundsDue = true;
	#settled = false;
	#bare = false;
	#flat = false;
	#theme: ViewportTheme;

	constructor(renderer: WebGLRenderer, { graph, kit }: StageContent, theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#renderer = renderer;
		this.#theme = theme;
		this.#graph = graph;
		this.#sky = new Sky(palette);
		this.#grid = new Grid(palette);
		this.#catcher = new ShadowCatcher(palette);
		this.#contact = new ContactShadow(palette);
		this.#environment = new EnvironmentDresser(this.scene, renderer, kit.panoramas, this.#surroundings);
		this.overlay.add(this.#grid.mesh);
		this.#shadows.add(this.#contact.mesh, this.#catcher.mesh);
		this.scene.add(this.#sky.mesh, this.#shadows, this.#lights.group, graph.drawn, this.overlay);
	}

	set theme(theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#theme = theme;
		this.#sky.paint(palette);
		this.#paintGrid();
		this.#catcher.paint(palette);
		this.#contact.paint(palette);
	}

	set grid(on: boolean) {
		this.#grid.mesh.visible = on;
	}

	/** How wide a cell of the grid is now, m; null while there is none. */
	get gridCell(): number | null {
		return this.#grid.mesh.visible ? this.#grid.cell : null;
	}

	/** Icons look as large through every lens, and what is seen from far away on purpose is not lost in fog. */
	set lens(lens: ViewLens | null) {
		this.#graph.iconScale = magnification(lens);
		this.#flat = lens?.projection === 'orthographic';
		this.#environment.airless = this.#flat;
	}

	/** Without sky and ground: for pictures of single things on a transparent background. */
	set bare(on: boolean) {
		this.#catcher.mesh.visible = !on;
		this.#bare = on;
	}

	/** The scene changed: shadows and bounds are due. */
	contentChanged(): void {
		this.#boundsDue = true;
	}

	/**
	 * Readies the stage for a frame; true while a fade is still running. `isTimeUp`: what takes long and may wait for the
	 * next frame does so then.
	 */
	prepare(
		camera: PerspectiveCamera,
		target: Vector3,
		deltaMs: number,
		isTimeUp: () => boolean = () => false,
	): boolean {
		const { lights, environment } = this.#graph;
		if (this.#environment.follow(environment.look)) this.#redressed();
		this.#environment.brighten(isTimeUp);
		this.#sky.mesh.visible = !this.#bare && !this.#environment.own;
		// Without light there are no shadows.
		this.#shadows.visible = this.#graph.shading === 'lit';
		const { ownLight, sun } = this.#environment;
		const ambient = lights.ambient || ownLight !== null;
		this.#lights.yieldTo({ direct: lights.direct, ambient, sunny: sun !== null && !lights.sunny });
		// The first light is there at once; only a change of it fades.
		const fading = this.#lights.step(this.#settled ? deltaMs : Infinity);
		this.#settled = true;
		this.scene.environmentIntensity = ownLight ?? this.#lights.surround;
		if (this.#boundsDue || this.#strayed(target)) {
			this.#boundsDue = false;
			this.#graph.bounds(this.bounds);
			this.#shadowCenter.copy(target);
			const near = around(this.bounds, target, SHADOW_REACH);
			this.#lights.aim(near);
			lights.aim(near);
			this.#renderer.shadowMap.needsUpdate = true;
			this.#drawContact(target);
		}
		if (fading) this.#renderer.shadowMap.needsUpdate = true;
		// Where nothing throws shadows three.js would never say that they are drawn.
		if (!lights.shadows && !this.#lights.shadows) this.#renderer.shadowMap.needsUpdate = false;
		this.#graph.drawn.whole = this.#renderer.shadowMap.needsUpdate;
		this.#grid.follow(camera, target, this.#flat);
		this.#catcher.follow(target);
		return fading || this.#environment.dim;
	}

	/** The GPU forgot everything: what was rendered once is rendered again. */
	restore(): void {
		this.#boundsDue = true;
	}

	dispose(): void {
		this.#environment.dispose();
		this.#lights.dispose();
		this.#sky.dispose();
		this.#grid.dispose();
		this.#catcher.dispose();
		this.#contact.dispose();
		this.#surroundings.dispose();
		this.scene.clear();
	}

	#redressed(): void {
		this.#paintGrid();
		this.#lights.standIn(this.#environment.sun);
		// What floats in a sky of its own throws no shadows on ground that is not there: only editors see that.
		const layer = this.#environment.own ? HELPER_LAYER : 0;
		for (const { layers } of this.#shadows.children) layers.set(layer);
		this.#boundsDue = true;
	}

	/** Over a scene's own background the dark lines are seen: the bright ones are made for our bright sky alone. */
	#paintGrid(): void {
		this.#grid.paint(PALETTES[this.#environment.own ? 'dark' : this.#theme]);
	}

	/** Shadows of a wide scene surround what is looked at, and follow it. */
	#strayed(target: Vector3): boolean {
		const wide = this.bounds.getSize(new Vector3()).length() > SHADOW_REACH;
		return wide && this.#shadowCenter.distanceTo(target) > SHADOW_REACH / 4;
	}

	/** Touching the ground is a matter of small scenes: it costs one more pass over everything. */
	#drawContact(target: Vector3): void {
		const { mesh } = this.#contact;
		if (this.#bare || this.#graph.size > MAX_CONTACT_ENTITIES) mesh.visible = false;
		else this.#contact.update(this.#renderer, this.#graph.drawn, around(this.bounds, target, CONTACT_REACH));
	}
}

/** The part of a box within reach of a point; empty when it is all farther away. */
function around(bounds: Box3, point: Vector3, reach: number): Box3 {
	const side = reach * 2;
	return new Box3().setFromCenterAndSize(point, new Vector3(side, side, side)).intersect(bounds);
}
