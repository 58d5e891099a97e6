import {
	AmbientLight,
	DirectionalLight,
	Mesh,
	PCFShadowMap,
	PerspectiveCamera,
	PointLight,
	Raycaster,
	Scene,
	Vector2,
	WebGLRenderer,
} from 'three';
import type { SceneGraph } from '#lib/engine/scene/scene-graph.ts';

/** The same things as editors over three.js have them: one mesh each in a scene, with geometries and materials shared. */
export class NaiveScene {
	readonly meshes: Mesh[] = [];
	#renderer: WebGLRenderer;
	#scene = new Scene();
	#camera: PerspectiveCamera;
	#raycaster = new Raycaster();

	constructor(canvas: HTMLCanvasElement, graph: SceneGraph) {
		this.#renderer = new WebGLRenderer({ canvas, antialias: true });
		this.#renderer.setSize(canvas.clientWidth, canvas.clientHeight, false);
		this.#renderer.shadowMap.enabled = true;
		this.#renderer.shadowMap.type = PCFShadowMap;
		// As ours: shadows are drawn when something moved.
		this.#renderer.shadowMap.autoUpdate = false;
		this.#camera = new PerspectiveCamera(45, canvas.clientWidth / canvas.clientHeight, 0.1, 2000);
		const sun = new DirectionalLight('#ffffff', 2);
		sun.castShadow = true;
		sun.shadow.mapSize.set(2048, 2048);
		Object.assign(sun.shadow.camera, { left: -45, right: 45, top: 45, bottom: -45, near: 1, far: 200 });
		sun.position.set(30, 80, 40);
		this.#scene.add(sun, sun.target, new PointLight(), new PointLight(), new AmbientLight());
		graph.root.updateMatrixWorld();
		graph.root.traverse((object) => {
			if (!(object instanceof Mesh)) return;
			const source = object as Mesh;
			const mesh = new Mesh(source.geometry, source.material);
			source.matrixWorld.decompose(mesh.position, mesh.quaternion, mesh.scale);
			mesh.castShadow = source.castShadow;
			mesh.receiveShadow = source.receiveShadow;
			this.#scene.add(mesh);
			this.meshes.push(mesh);
		});
		this.#scene.updateMatrixWorld();
	}

	look(position: readonly [number, number, number]): void {
		this.#camera.position.set(...position);
		this.#camera.lookAt(0, 0, 0);
		this.#camera.updateMatrixWorld();
	}

	draw(shadows: boolean): void {
		this.#renderer.shadowMap.needsUpdate = shadows;
		this.#renderer.render(this.#scene, this.#camera);
	}

	dispose(): void {
		this.#renderer.dispose();
		this.#renderer.forceContextLoss();
	}

	/** What is at a point of the picture, from −1 to 1 across it. */
	pick(x: number, y: number): boolean {
		this.#raycaster.setFromCamera(new Vector2(x, y), this.#camera);
		return this.#raycaster.intersectObjects(this.#scene.children).length > 0;
	}
}
