import {
	BackSide,
	BoxGeometry,
	Mesh,
	MeshBasicMaterial,
	PMREMGenerator,
	Scene,
	ShaderMaterial,
	SphereGeometry,
	type Texture,
	type WebGLRenderer,
	type WebGLRenderTarget,
} from 'three';

const FRAGMENT = /* glsl */ `
varying vec3 vDirection;
void main() {
	float up = normalize(vDirection).y;
	vec3 sky = mix(vec3(1.15, 1.12, 1.1), vec3(0.55, 0.72, 1.05), smoothstep(0.0, 0.8, up));
	vec3 floorColor = vec3(0.30, 0.27, 0.25);
	gl_FragColor = vec4(mix(floorColor, sky, smoothstep(-0.12, 0.08, up)), 1.0);
}`;

const VERTEX = /* glsl */ `
varying vec3 vDirection;
void main() {
	vDirection = position;
	gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

const MAP_SIZE = 64;

/** What shiny things reflect and what fills the shade: a soft sky with two large lamps, rendered once. */
export class Surroundings {
	readonly #target: WebGLRenderTarget;

	constructor(renderer: WebGLRenderer) {
		const scene = new Scene();
		const dome = new Mesh(
			new SphereGeometry(20, 32, 16),
			new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, side: BackSide }),
		);
		const lampShape = new BoxGeometry(1, 1, 1);
		const key = new Mesh(lampShape, new MeshBasicMaterial({ color: '#ffe2c0' }));
		key.material.color.multiplyScalar(9);
		key.position.set(-9, 9, 6);
		key.scale.set(5, 5, 5);
		const rim = new Mesh(lampShape, new MeshBasicMaterial({ color: '#bcd4ff' }));
		rim.material.color.multiplyScalar(4);
		rim.position.set(10, 6, -8);
		rim.scale.set(6, 4, 4);
		scene.add(dome, key, rim);
		const generator = new PMREMGenerator(renderer);
		this.#target = generator.fromScene(scene, 0.02, 0.1, 50, { size: MAP_SIZE });
		generator.dispose();
		for (const mesh of [dome, key, rim]) mesh.material.dispose();
		dome.geometry.dispose();
		lampShape.dispose();
	}

	get texture(): Texture {
		return this.#target.texture;
	}

	dispose(): void {
		this.#target.dispose();
	}
}
