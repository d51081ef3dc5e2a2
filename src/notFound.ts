/** The page that a static host shows where it has no file: an address whose "#" became "%23" leads to the lab all the same. */
import { mendedAddress } from './document/link/mendedAddress';

const mended = mendedAddress(location.href);
if (mended) location.replace(mended);
