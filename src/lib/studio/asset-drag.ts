/** The kind of a drag that carries an asset of the project; its data is the asset's hash. */
export const ASSET_DRAG_TYPE = 'application/x-rastudios-asset';
