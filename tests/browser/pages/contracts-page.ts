// The contract suites of tests/contracts, run by a browser on its own IndexedDB.
import { createDexieFaultRig } from '../../helpers/fault-rig.ts';
import { createDexieRig } from '../../helpers/storage-rig.ts';
import { assetStoreContract } from '../../contracts/asset-store.ts';
import { assetSweepContract } from '../../contracts/asset-sweep.ts';
import { documentStoreContract } from '../../contracts/document-store.ts';
import { gestureStoreContract } from '../../contracts/gesture-store.ts';
import { settingsStoreContract } from '../../contracts/settings-store.ts';
import { storageFaultsContract } from '../../contracts/storage-faults.ts';
import { versionStoreContract } from '../../contracts/version-store.ts';
import { runContracts, type ContractResult } from './contract-runner.ts';
import { settleDatabase } from './database-turns.ts';

const SUITES = [
	assetStoreContract,
	assetSweepContract,
	documentStoreContract,
	gestureStoreContract,
	settingsStoreContract,
	versionStoreContract,
];

declare global {
	var runStorageContracts: () => Promise<ContractResult[]>;
}

globalThis.runStorageContracts = () => {
	for (const suite of SUITES) suite('IndexedDB', () => createDexieRig());
	storageFaultsContract('IndexedDB', createDexieFaultRig);
	return runContracts(settleDatabase);
};
