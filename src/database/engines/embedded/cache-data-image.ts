/**
 * A program: leaves a finished data image in the repository's cache, so that the first start and the tests need not make one.
 * Nothing depends on it having run. Does nothing where the image for the installed PGlite is there.
 */
import { cacheDataImage, readCachedDataImage } from "./data-image.ts";

if ((await readCachedDataImage()) === null) {
  await cacheDataImage();
}
