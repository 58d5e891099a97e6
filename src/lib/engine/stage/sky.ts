import { BackSide, Color, Mesh, ShaderMaterial, SphereGeometry } from 'three';
import type { StagePalette } from './palette.ts';

const VERTEX = /* glsl */ `
varying vec3 vDirection;
void main() {
	vDirection = position;
	vec4 clip = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
	gl_Position = clip.xyww;
}`;

// A trace of noise keeps the dark gradient free of bands.
const FRAGMENT = /* glsl */ `
uniform vec3 zenith;
uniform vec3 horizon;
uniform vec3 ground;
varying vec3 vDirection;
float noise(vec2 p) { return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715)))); }
void main() {
	float up = normalize(vDirection).y;
	vec3 sky = mix(horizon, zenith, smoothstep(0.0, 0.75, up));
	vec3 color = mix(sky, ground, smoothstep(0.0, -0.22, up));
	gl_FragColor = vec4(color + (noise(gl_FragCoord.xy) - 0.5) / 255.0, 1.0);
}`;

/** The gradient all around. Its colours reach the screen as they are: no light, no tone mapping. */
export class Sky {
	readonly mesh: Mesh<SphereGeometry, ShaderMaterial>;

	constructor(palette: StagePalette) {
		const uniforms = { zenith: { value: [] }, horizon: { value: [] }, ground: { value: [] } };
		const material = new ShaderMaterial({
			vertexShader: VERTEX,
			fragmentShader: FRAGMENT,
			uniforms,
			side: BackSide,
			depthWrite: false,
			toneMapped: false,
		});
		this.mesh = new Mesh(new SphereGeometry(1, 48, 32), material);
		this.mesh.frustumCulled = false;
		this.mesh.renderOrder = -100;
		this.paint(palette);
	}

	paint(palette: StagePalette): void {
		const { uniforms } = this.mesh.material;
		for (const name of ['zenith', 'horizon', 'ground'] as const) {
			const uniform = uniforms[name];
			if (uniform) uniform.value = displayColor(palette[name]);
		}
	}

	dispose(): void {
		this.mesh.geometry.dispose();
		this.mesh.material.dispose();
	}
}

/** The sRGB numbers themselves, for shaders that write to the screen directly. */
export function displayColor(css: string): Color {
	const color = new Color(css);
	return color.convertLinearToSRGB();
}
