import { DoubleSide, Mesh, type PerspectiveCamera, PlaneGeometry, ShaderMaterial, Vector3 } from 'three';
import { EDITING_FOV } from '../control/lens.ts';
import type { StagePalette } from './palette.ts';
import { displayColor } from './sky.ts';

/** Just under the ground, so that floors laid at zero cover it. */
const DEPTH = -0.003;

const EDITING_TANGENT = Math.tan((EDITING_FOV * Math.PI) / 360);

const VERTEX = /* glsl */ `
uniform float reach;
uniform vec3 center;
varying vec3 vWorld;
void main() {
	vWorld = vec3(position.x * reach + center.x, ${DEPTH.toFixed(4)}, position.z * reach + center.z);
	gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}`;

const FRAGMENT = /* glsl */ `
uniform float reach;
uniform float cell;
uniform float blend;
uniform vec3 center;
uniform vec3 minor;
uniform vec3 major;
uniform vec3 axisX;
uniform vec3 axisZ;
varying vec3 vWorld;
float lines(vec2 at, float size, float width) {
	vec2 p = at / size;
	vec2 d = fwidth(p);
	vec2 g = abs(fract(p - 0.5) - 0.5) / max(d, 1e-6);
	vec2 thin = 1.0 - clamp(g - (width - 1.0) * 0.5, 0.0, 1.0);
	thin *= 1.0 - smoothstep(0.25, 0.65, d);
	return max(thin.x, thin.y);
}
float axis(float at, float width) { return 1.0 - clamp(abs(at) / fwidth(at) - width, 0.0, 1.0); }
void main() {
	float away = distance(vWorld.xz, center.xz) / reach;
	float fade = pow(clamp(1.0 - away, 0.0, 1.0), 1.6);
	float fine = lines(vWorld.xz, cell, 1.0) * (1.0 - blend);
	float mid = lines(vWorld.xz, cell * 10.0, 1.2);
	float coarse = lines(vWorld.xz, cell * 100.0, 1.4);
	vec3 color = mix(minor, major, clamp(mid * blend + coarse, 0.0, 1.0));
	float alpha = max(max(fine * 0.42, mid * mix(0.8, 0.5, blend)), coarse * 0.8);
	float x = axis(vWorld.z, 0.35);
	float z = axis(vWorld.x, 0.35);
	color = mix(color, axisX, x);
	color = mix(color, axisZ, z * (1.0 - x));
	alpha = max(alpha, max(x, z) * 0.85) * fade;
	if (alpha < 0.004) discard;
	gl_FragColor = vec4(color, alpha);
}`;

/** Lines on the ground that seem to go on for ever: a plane that follows the view and fades out. */
export class Grid {
	readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>;
	#center = new Vector3();

	constructor(palette: StagePalette) {
		const material = new ShaderMaterial({
			vertexShader: VERTEX,
			fragmentShader: FRAGMENT,
			uniforms: {
				reach: { value: 60 },
				cell: { value: 1 },
				blend: { value: 0 },
				center: { value: this.#center },
				minor: { value: [] },
				major: { value: [] },
				axisX: { value: [] },
				axisZ: { value: [] },
			},
			transparent: true,
			depthWrite: false,
			side: DoubleSide,
			toneMapped: false,
		});
		this.mesh = new Mesh(new PlaneGeometry(2, 2).rotateX(-Math.PI / 2), material);
		this.mesh.frustumCulled = false;
		this.mesh.renderOrder = -50;
		this.paint(palette);
	}

	paint(palette: StagePalette): void {
		this.#set('minor', displayColor(palette.gridMinor));
		this.#set('major', displayColor(palette.gridMajor));
		this.#set('axisX', displayColor(palette.axisX));
		this.#set('axisZ', displayColor(palette.axisZ));
	}

	/** The farther the camera, the wider the grid and its cells. */
	follow(camera: PerspectiveCamera, target: Vector3): void {
		// As near as what is seen looks through the editing lens: another may see it from far away.
		const nearness = Math.tan((camera.fov * Math.PI) / 360) / EDITING_TANGENT;
		const away = Math.max(camera.position.distanceTo(target), Math.abs(camera.position.y));
		const distance = Math.max(away * nearness, 0.5);
		this.#center.copy(target).setY(0);
		// One cell is 1 m up close; it becomes 10 m, 100 m … as the view pulls out, one fading into the next.
		const level = Math.max(0, Math.log10(distance / 12));
		this.#set('cell', 10 ** Math.floor(level));
		this.#set('blend', Math.min(1, Math.max(0, (level % 1) * 1.6 - 0.5)));
		this.#set('reach', Math.max(40, distance * 6));
	}

	dispose(): void {
		this.mesh.geometry.dispose();
		this.mesh.material.dispose();
	}

	#set(name: string, value: unknown): void {
		const uniform = this.mesh.material.uniforms[name];
		if (uniform) uniform.value = value;
	}
}
