/** What shaders look up to work out the light of an area: a third of a megabyte, in a chunk of its own. */
export async function loadAreaLightTables(): Promise<void> {
	const { RectAreaLightUniformsLib } = await import('three/addons/lights/RectAreaLightUniformsLib.js');
	RectAreaLightUniformsLib.init();
}
