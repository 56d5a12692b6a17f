// Package linkagetest reads a folder of canonical tables straight into a
// linkage.Input, with the truth beside it, so that the quality of linkage can be
// measured without a store or an importer.
//
// It is test gear: it keeps everything in memory and trusts its files.
package linkagetest
