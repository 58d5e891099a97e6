import { DataTexture, FloatType, RGBAFormat } from 'three';

const LEAST = 16;

/** Numbers of each instance, four to a texel, as a picture that shaders can look up. */
export class InstanceRows {
	texture: DataTexture;
	readonly size: number;
	#capacity = LEAST;

	/** `texels`: how many each instance has. */
	constructor(texels: number) {
		this.size = texels * 4;
		this.texture = this.#make();
	}

	write(slot: number, values: ArrayLike<number>): void {
		if (slot >= this.#capacity) this.#grow(slot);
		(this.texture.image.data as Float32Array).set(values, slot * this.size);
		this.texture.needsUpdate = true;
	}

	dispose(): void {
		this.texture.dispose();
	}

	#grow(slot: number): void {
		const old = this.texture;
		while (slot >= this.#capacity) this.#capacity *= 2;
		this.texture = this.#make();
		(this.texture.image.data as Float32Array).set(old.image.data as Float32Array);
		old.dispose();
	}

	/** No instance goes over the edge of the picture. */
	#make(): DataTexture {
		const texels = this.size / 4;
		const width = Math.ceil(Math.sqrt(this.#capacity * texels) / texels) * texels;
		const height = Math.ceil((this.#capacity * texels) / width);
		const data = new Float32Array(width * height * 4);
		const texture = new DataTexture(data, width, height, RGBAFormat, FloatType);
		texture.needsUpdate = true;
		return texture;
	}
}
