//go:build !linux && !darwin && !windows

package store

import "os"

func networkDrive(string) string { return "" }

func lockHolder(os.FileInfo) string { return "" }
