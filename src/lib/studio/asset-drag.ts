/** The kind of a drag that carries an asset or a prefab of the project; its data is the asset's hash, the prefab's id. */
export const ASSET_DRAG_TYPE = 'application/x-rastudios-asset';
