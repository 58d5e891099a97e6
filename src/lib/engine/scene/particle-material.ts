import {
	AdditiveBlending,
	Color,
	DataTexture,
	FloatType,
	NormalBlending,
	RGBAFormat,
	ShaderMaterial,
	type Texture,
	UniformsLib,
	UniformsUtils,
} from 'three';
import { curveAt, type Curve } from '../../base/curve.ts';
import { gradientAt, type Gradient } from '../../base/gradient.ts';

export type ParticleLook = {
	/** m, at their biggest. */
	readonly size: number;
	/** s */
	readonly lifetime: number;
	/** m/s², downwards. */
	readonly gravity: number;
	readonly sizeOverLife: Curve;
	readonly colorOverLife: Gradient;
	/** Adds to what is behind. */
	readonly glow: boolean;
	/** null: a soft dot. */
	readonly image: Texture | null;
};

/** Of this many ages it is known how large a particle is, and which colour; between them it is in between. */
const AGES = 64;

const VERTEX = `
attribute vec3 origin;
attribute vec3 velocity;
attribute float birth;
uniform float time;
uniform float lifetime;
uniform float gravity;
uniform float size;
uniform sampler2D ages;
varying vec4 vLook;
varying vec2 vPlace;
#include <common>
#include <fog_pars_vertex>

vec4 atAge(float age, int row) {
	float at = age * ${AGES - 1}.0;
	int before = int(at);
	vec4 from = texelFetch(ages, ivec2(before, row), 0);
	return mix(from, texelFetch(ages, ivec2(min(before + 1, ${AGES - 1}), row), 0), fract(at));
}

void main() {
	float lived = time - birth;
	float age = lived / lifetime;
	if (age < 0.0 || age >= 1.0) {
		gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
		return;
	}
	vLook = atAge(age, 0);
	vPlace = uv;
	vec3 world = origin + velocity * lived;
	world.y -= 0.5 * gravity * lived * lived;
	vec4 mvPosition = viewMatrix * vec4(world, 1.0);
	mvPosition.xy += position.xy * size * atAge(age, 1).r;
	gl_Position = projectionMatrix * mvPosition;
	#include <fog_vertex>
}`;

const FRAGMENT = `
uniform sampler2D image;
uniform bool hasImage;
varying vec4 vLook;
varying vec2 vPlace;
#include <common>
#include <fog_pars_fragment>

void main() {
	vec4 look = vLook;
	if (hasImage) look *= texture2D(image, vPlace);
	else look.a *= smoothstep(1.0, 0.0, length(vPlace * 2.0 - 1.0));
	if (look.a < 0.004) discard;
	gl_FragColor = look;
	#include <colorspace_fragment>
	#include <fog_fragment>
}`;

/** Draws particles where they are by now, turned to whoever looks. */
export class ParticleMaterial extends ShaderMaterial {
	#ages = new DataTexture(new Float32Array(AGES * 2 * 4), AGES, 2, RGBAFormat, FloatType);

	constructor(look: ParticleLook) {
		super({
			vertexShader: VERTEX,
			fragmentShader: FRAGMENT,
			uniforms: UniformsUtils.merge([
				UniformsLib.fog,
				{ time: { value: 0 }, lifetime: { value: 1 }, gravity: { value: 0 } },
				{ size: { value: 0 }, hasImage: { value: false } },
			]),
			transparent: true,
			depthWrite: false,
			toneMapped: false,
		});
		this.uniforms['ages'] = { value: this.#ages };
		this.uniforms['image'] = { value: null };
		this.take(look);
	}

	/** Looks like this from now on. Nothing is compiled anew unless it begins, or ends, to glow. */
	take(look: ParticleLook): void {
		const { glow, image, size, lifetime, gravity } = look;
		const given = { image, size, lifetime, gravity, hasImage: image !== null };
		for (const [name, value] of Object.entries(given)) this.#set(name, value);
		fillAges(this.#ages, look);
		this.blending = glow ? AdditiveBlending : NormalBlending;
		// Light that is added is not veiled by colour.
		if (this.fog !== glow) return;
		this.fog = !glow;
		this.needsUpdate = true;
	}

	/** Seconds since their emitter began. */
	set time(time: number) {
		this.#set('time', time);
	}

	#set(name: string, value: unknown): void {
		const uniform = this.uniforms[name];
		if (uniform) uniform.value = value;
	}

	override dispose(): void {
		super.dispose();
		this.#ages.dispose();
	}
}

/** By age from the left to the right: colour and opacity, and below them the share of the size. */
function fillAges(texture: DataTexture, { colorOverLife, sizeOverLife }: ParticleLook): void {
	const data = texture.image.data as Float32Array;
	for (let i = 0; i < AGES; i++) {
		const { color, opacity } = gradientAt(colorOverLife, i / (AGES - 1));
		const { r, g, b } = new Color(color);
		data.set([r, g, b, opacity], i * 4);
		data[(AGES + i) * 4] = curveAt(sizeOverLife, i / (AGES - 1));
	}
	texture.needsUpdate = true;
}
