import {
	type Box3,
	Mesh,
	MeshBasicMaterial,
	type Object3D,
	OrthographicCamera,
	PlaneGeometry,
	Scene,
	ShaderMaterial,
	Vector3,
	type WebGLRenderer,
	WebGLRenderTarget,
} from 'three';
import type { StagePalette } from './palette.ts';

/** Only what is nearer to the ground than this darkens it, m. */
const REACH = 0.55;
const MAX_HALF_SIZE = 14;
const MARGIN = 1.2;
const RESOLUTION = 512;
/** Softness, m. */
const BLUR = 0.075;

const HEIGHT_VERTEX = /* glsl */ `
#include <batching_pars_vertex>
varying float vHeight;
void main() {
	vec4 world = vec4(position, 1.0);
	#ifdef USE_INSTANCING
		world = instanceMatrix * world;
	#endif
	#ifdef USE_BATCHING
		world = getBatchingMatrix(getIndirectIndex(gl_DrawID)) * world;
	#endif
	world = modelMatrix * world;
	vHeight = world.y;
	gl_Position = projectionMatrix * viewMatrix * world;
}`;

const HEIGHT_FRAGMENT = /* glsl */ `
varying float vHeight;
void main() {
	float near = 1.0 - clamp(vHeight / ${REACH.toFixed(2)}, 0.0, 1.0);
	gl_FragColor = vec4(0.0, 0.0, 0.0, near * near);
}`;

const BLUR_VERTEX = /* glsl */ `
varying vec2 vUv;
void main() {
	vUv = uv;
	gl_Position = vec4(position.xz * vec2(2.0, -2.0), 0.0, 1.0);
}`;

const BLUR_FRAGMENT = /* glsl */ `
uniform sampler2D map;
uniform vec2 step;
varying vec2 vUv;
void main() {
	float sum = 0.0;
	float weight = 0.0;
	for (int i = -6; i <= 6; i++) {
		float w = exp(-float(i * i) / 14.0);
		sum += texture2D(map, vUv + step * float(i)).a * w;
		weight += w;
	}
	gl_FragColor = vec4(0.0, 0.0, 0.0, sum / weight);
}`;

/** The soft dark patch where things touch bare ground. Rendered from below when the scene changes, not per frame. */
export class ContactShadow {
	readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
	#targets = [makeTarget(), makeTarget()] as const;
	#camera = new OrthographicCamera(-1, 1, 1, -1, 0, REACH + 0.1);
	#height = new ShaderMaterial({ vertexShader: HEIGHT_VERTEX, fragmentShader: HEIGHT_FRAGMENT, side: 2 });
	#blur = new ShaderMaterial({
		vertexShader: BLUR_VERTEX,
		fragmentShader: BLUR_FRAGMENT,
		uniforms: { map: { value: null }, step: { value: [0, 0] } },
		depthTest: false,
		depthWrite: false,
	});
	#quad: Mesh<PlaneGeometry, ShaderMaterial>;
	#quadScene = new Scene();

	constructor(palette: StagePalette) {
		const plane = new PlaneGeometry(1, 1).rotateX(-Math.PI / 2);
		const material = new MeshBasicMaterial({
			map: this.#targets[0].texture,
			color: '#000000',
			transparent: true,
			depthWrite: false,
			toneMapped: false,
		});
		this.mesh = new Mesh(plane, material);
		this.mesh.position.y = -0.0045;
		this.mesh.renderOrder = -61;
		this.#quad = new Mesh(plane, this.#blur);
		this.#quad.frustumCulled = false;
		this.#quadScene.add(this.#quad);
		this.paint(palette);
	}

	paint(palette: StagePalette): void {
		this.mesh.material.opacity = palette.contactShadow;
	}

	/** Draws the patch below `content`, which must hold nothing but the scene's own things. */
	update(renderer: WebGLRenderer, content: Object3D, bounds: Box3): void {
		const touches = !bounds.isEmpty() && bounds.min.y < REACH && bounds.max.y > 0;
		this.mesh.visible = touches;
		if (!touches) return;
		const half = this.#stand(bounds);
		const [first, second] = this.#targets;
		const scene = new Scene();
		scene.overrideMaterial = this.#height;
		const { parent } = content;
		scene.add(content);
		const { shadowMap } = renderer;
		const needsShadows = shadowMap.needsUpdate;
		shadowMap.needsUpdate = false;
		renderer.setRenderTarget(first);
		renderer.setClearColor('#000000', 0);
		renderer.clear();
		renderer.render(scene, this.#camera);
		this.#blurInto(renderer, first, second, [BLUR / 4 / half, 0]);
		this.#blurInto(renderer, second, first, [0, BLUR / 4 / half]);
		renderer.setRenderTarget(null);
		shadowMap.needsUpdate = needsShadows;
		parent?.add(content);
	}

	dispose(): void {
		for (const target of this.#targets) target.dispose();
		for (const material of [this.#height, this.#blur, this.mesh.material]) material.dispose();
		this.mesh.geometry.dispose();
	}

	/** Centres plane and camera on what is there; returns half the side. */
	#stand(bounds: Box3): number {
		const center = bounds.getCenter(new Vector3());
		const size = bounds.getSize(new Vector3());
		const half = Math.min(Math.max(size.x, size.z) / 2 + MARGIN, MAX_HALF_SIZE);
		this.mesh.position.set(center.x, this.mesh.position.y, center.z);
		this.mesh.scale.set(half * 2, 1, half * 2);
		const camera = this.#camera;
		// Upside down: seen from below, what is near would lie far.
		camera.left = camera.top = -half;
		camera.right = camera.bottom = half;
		camera.position.set(center.x, -0.02, center.z);
		camera.rotation.set(Math.PI / 2, 0, 0);
		camera.updateProjectionMatrix();
		camera.updateMatrixWorld();
		return half;
	}

	#blurInto(
		renderer: WebGLRenderer,
		from: WebGLRenderTarget,
		to: WebGLRenderTarget,
		step: [number, number],
	): void {
		const { map, step: by } = this.#blur.uniforms;
		if (map) map.value = from.texture;
		if (by) by.value = step;
		renderer.setRenderTarget(to);
		renderer.clear();
		renderer.render(this.#quadScene, this.#camera);
	}
}

function makeTarget(): WebGLRenderTarget {
	const target = new WebGLRenderTarget(RESOLUTION, RESOLUTION);
	target.texture.generateMipmaps = false;
	return target;
}
