import {
	DoubleSide,
	Matrix3,
	Mesh,
	type PerspectiveCamera,
	PlaneGeometry,
	ShaderMaterial,
	type Vector3,
} from 'three';
import { EDITING_FOV } from '../control/lens.ts';
import { asHelper } from '../scene/layers.ts';
import { facingPlane, GROUND, type GridPlane } from './grid-plane.ts';
import type { StagePalette } from './palette.ts';
import { displayColor } from './sky.ts';

/** Just under the ground, so that floors laid at zero cover it. Metres; of what is seen flat, a share of its height. */
const DEPTH = 0.003;
const FLAT_DEPTH = 0.0005;

const EDITING_TANGENT = Math.tan((EDITING_FOV * Math.PI) / 360);

const VERTEX = /* glsl */ `
uniform float reach;
uniform vec2 center;
uniform float depth;
uniform bool behind;
uniform mat3 plane;
varying vec2 vPlane;
void main() {
	vPlane = position.xy * reach + center;
	gl_Position = projectionMatrix * viewMatrix * vec4(plane * vec3(vPlane, depth), 1.0);
	// Almost: what is exactly as far away as anything can be is not drawn.
	if (behind) gl_Position.z = gl_Position.w * 0.999999;
}`;

const FRAGMENT = /* glsl */ `
uniform float reach;
uniform float cell;
uniform float blend;
uniform vec2 center;
uniform vec3 minor;
uniform vec3 major;
uniform vec3 axisU;
uniform vec3 axisV;
varying vec2 vPlane;
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
	float away = distance(vPlane, center) / reach;
	float fade = pow(clamp(1.0 - away, 0.0, 1.0), 1.6);
	float fine = lines(vPlane, cell, 1.0) * (1.0 - blend);
	float mid = lines(vPlane, cell * 10.0, 1.2);
	float coarse = lines(vPlane, cell * 100.0, 1.4);
	vec3 color = mix(minor, major, clamp(mid * blend + coarse, 0.0, 1.0));
	float alpha = max(max(fine * 0.42, mid * mix(0.8, 0.5, blend)), coarse * 0.8);
	float u = axis(vPlane.y, 0.35);
	float v = axis(vPlane.x, 0.35);
	color = mix(color, axisU, u);
	color = mix(color, axisV, v * (1.0 - u));
	alpha = max(alpha, max(u, v) * 0.85) * fade;
	if (alpha < 0.004) discard;
	gl_FragColor = vec4(color, alpha);
}`;

/**
 * Lines on the ground that seem to go on for ever: a plane that follows the view and fades out. In flat views along an axis
 * it stands behind everything, facing whoever looks.
 */
export class Grid {
	readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>;
	#palette: StagePalette;
	#plane: GridPlane | null = null;

	constructor(palette: StagePalette) {
		this.#palette = palette;
		const uniforms = {
			reach: { value: 60 },
			cell: { value: 1 },
			blend: { value: 0 },
			center: { value: [0, 0] },
			depth: { value: -DEPTH },
			behind: { value: false },
			plane: { value: new Matrix3() },
			minor: { value: [] },
			major: { value: [] },
			axisU: { value: [] },
			axisV: { value: [] },
		};
		const material = new ShaderMaterial({
			vertexShader: VERTEX,
			fragmentShader: FRAGMENT,
			uniforms,
			transparent: true,
			depthWrite: false,
			side: DoubleSide,
			toneMapped: false,
		});
		this.mesh = asHelper(new Mesh(new PlaneGeometry(2, 2), material));
		this.mesh.frustumCulled = false;
		this.mesh.renderOrder = -50;
		this.#stand(GROUND);
	}

	/** How wide the cells are that stand out now, m. */
	get cell(): number {
		const { cell, blend } = this.mesh.material.uniforms;
		// The finer ones fade as the view pulls out.
		return Number(cell?.value) * (Number(blend?.value) < 0.5 ? 1 : 10);
	}

	paint(palette: StagePalette): void {
		this.#palette = palette;
		const { u, v } = this.#plane ?? GROUND;
		this.#set('minor', displayColor(palette.gridMinor));
		this.#set('major', displayColor(palette.gridMajor));
		this.#set('axisU', displayColor(palette[u.color]));
		this.#set('axisV', displayColor(palette[v.color]));
	}

	/** The farther the camera, the wider the grid and its cells. */
	follow(camera: PerspectiveCamera, target: Vector3, flat: boolean): void {
		// As near as what is seen looks through the editing lens: another may see it from far away.
		const nearness = Math.tan((camera.fov * Math.PI) / 360) / EDITING_TANGENT;
		const away = Math.max(camera.position.distanceTo(target), Math.abs(camera.position.y));
		const distance = Math.max(away * nearness, 0.5);
		const facing = flat ? facingPlane(camera) : null;
		const { u, v, normal } = facing ?? GROUND;
		this.#stand(facing ?? GROUND);
		this.#set('center', [target.dot(u.axis), target.dot(v.axis)]);
		// Far lines keep their places only where what is looked at stands.
		const under = flat ? Math.max(DEPTH, distance * FLAT_DEPTH) : DEPTH;
		this.#set('depth', facing ? target.dot(normal) : -under);
		this.#set('behind', facing !== null);
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

	#stand(plane: GridPlane): void {
		if (plane === this.#plane) return;
		this.#plane = plane;
		const { u, v, normal } = plane;
		const [a, b, c] = [u.axis, v.axis, normal];
		this.#set('plane', new Matrix3(a.x, b.x, c.x, a.y, b.y, c.y, a.z, b.z, c.z));
		this.paint(this.#palette);
	}

	#set(name: string, value: unknown): void {
		const uniform = this.mesh.material.uniforms[name];
		if (uniform) uniform.value = value;
	}
}
