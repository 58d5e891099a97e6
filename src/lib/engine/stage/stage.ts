import { Box3, Group, type PerspectiveCamera, Scene, type Vector3, type WebGLRenderer } from 'three';
import type { SceneGraph } from '../scene/scene-graph.ts';
import type { ViewportTheme } from '../viewport-port.ts';
import { DefaultLights } from './default-lights.ts';
import { Grid } from './grid.ts';
import { PALETTES } from './palette.ts';
import { ShadowCatcher } from './shadow-catcher.ts';
import { Sky } from './sky.ts';
import { Surroundings } from './surroundings.ts';

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
	#surroundings: Surroundings;
	#boundsDue = true;
	#settled = false;

	constructor(renderer: WebGLRenderer, graph: SceneGraph, theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#renderer = renderer;
		this.#graph = graph;
		this.#sky = new Sky(palette);
		this.#grid = new Grid(palette);
		this.#catcher = new ShadowCatcher(palette);
		this.#surroundings = new Surroundings(renderer);
		this.scene.environment = this.#surroundings.texture;
		this.overlay.add(this.#grid.mesh);
		this.scene.add(this.#sky.mesh, this.#catcher.mesh, this.#lights.group, graph.root, this.overlay);
	}

	set theme(theme: ViewportTheme) {
		const palette = PALETTES[theme];
		this.#sky.paint(palette);
		this.#grid.paint(palette);
		this.#catcher.paint(palette);
	}

	set grid(on: boolean) {
		this.#grid.mesh.visible = on;
	}

	/** Without sky and ground: for pictures of single things on a transparent background. */
	set bare(on: boolean) {
		this.#sky.mesh.visible = !on;
		this.#catcher.mesh.visible = !on;
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
		}
		if (fading) this.#renderer.shadowMap.needsUpdate = true;
		this.#grid.follow(camera, target);
		this.#catcher.follow(target);
		return fading;
	}

	/** The GPU forgot everything: what was rendered once is rendered again. */
	restore(): void {
		this.#surroundings.dispose();
		this.#surroundings = new Surroundings(this.#renderer);
		this.scene.environment = this.#surroundings.texture;
		this.#boundsDue = true;
	}

	dispose(): void {
		this.#lights.dispose();
		this.#sky.dispose();
		this.#grid.dispose();
		this.#catcher.dispose();
		this.#surroundings.dispose();
		this.scene.clear();
	}
}
