import { Box3, Group, type PerspectiveCamera, Scene, type Vector3, type WebGLRenderer } from 'three';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportTheme } from '../viewport-port.ts';
import { ContactShadow } from './contact-shadow.ts';
import { DefaultLights } from './default-lights.ts';
import { Grid } from './grid.ts';
import { PALETTES } from './palette.ts';
import { ShadowCatcher } from './shadow-catcher.ts';
import { Sky } from './sky.ts';
import { createSurroundings } from './surroundings.ts';

/** Larger scenes go without contact shadow. */
const MAX_CONTACT_ENTITIES = 1500;

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
	#surroundings = createSurroundings();
	#boundsDue = true;
	#settled = false;
	#bare = false;

	constructor(renderer: WebGLRenderer, graph: SceneGraph, theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#renderer = renderer;
		this.#graph = graph;
		this.#sky = new Sky(palette);
		this.#grid = new Grid(palette);
		this.#catcher = new ShadowCatcher(palette);
		this.#contact = new ContactShadow(palette);
		this.scene.environment = this.#surroundings;
		this.overlay.add(this.#grid.mesh);
		this.scene.add(
			this.#sky.mesh,
			this.#contact.mesh,
			this.#catcher.mesh,
			this.#lights.group,
			graph.root,
			this.overlay,
		);
	}

	set theme(theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#sky.paint(palette);
		this.#grid.paint(palette);
		this.#catcher.paint(palette);
		this.#contact.paint(palette);
	}

	set grid(on: boolean) {
		this.#grid.mesh.visible = on;
	}

	/** Without sky and ground: for pictures of single things on a transparent background. */
	set bare(on: boolean) {
		this.#sky.mesh.visible = !on;
		this.#catcher.mesh.visible = !on;
		this.#bare = on;
	}

	/** The scene changed: shadows and bounds are due. */
	contentChanged(): void {
		this.#boundsDue = true;
	}

	/** Readies the stage for a frame; true while a fade is still running. */
	prepare(camera: PerspectiveCamera, target: Vector3, deltaMs: number): boolean {
		const { lights } = this.#graph;
		this.#lights.yieldTo(lights);
		// The first light is there at once; only a change of it fades.
		const fading = this.#lights.step(this.#settled ? deltaMs : Infinity);
		this.#settled = true;
		this.scene.environmentIntensity = this.#lights.surround;
		if (this.#boundsDue) {
			this.#boundsDue = false;
			this.#graph.bounds(this.bounds);
			this.#lights.aim(this.bounds);
			lights.aim(this.bounds);
			this.#renderer.shadowMap.needsUpdate = true;
			this.#drawContact();
		}
		if (fading) this.#renderer.shadowMap.needsUpdate = true;
		this.#grid.follow(camera, target);
		this.#catcher.follow(target);
		return fading;
	}

	/** The GPU forgot everything: what was rendered once is rendered again. */
	restore(): void {
		this.#boundsDue = true;
	}

	dispose(): void {
		this.#lights.dispose();
		this.#sky.dispose();
		this.#grid.dispose();
		this.#catcher.dispose();
		this.#contact.dispose();
		this.#surroundings.dispose();
		this.scene.clear();
	}

	/** Touching the ground is a matter of small scenes: it costs one more pass over everything. */
	#drawContact(): void {
		const { mesh } = this.#contact;
		if (this.#bare || this.#graph.size > MAX_CONTACT_ENTITIES) mesh.visible = false;
		else this.#contact.update(this.#renderer, this.#graph.root, this.bounds);
	}
}
