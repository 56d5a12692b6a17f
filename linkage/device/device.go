// Package device holds the signal of the device family: one device or browser
// that several accounts were opened or used from (domain: signal 9).
package device

import (
	"casebench/casefile"
	"casebench/linkage"
)

// Signals returns the signals of this package.
func Signals() []linkage.Signal { return []linkage.Signal{Device()} }

// Device compares device identifiers.
func Device() linkage.Signal {
	return linkage.Shared{
		About: linkage.SignalInfo{ID: "device", Version: 1, Family: casefile.FamilyDevice,
			Doc: "Same device identifier at sign-up or login. w = log2(m / (d/N)). Trap: laboratory computers, kiosks, defaults of anti-detect browsers; guard: the degree cap."},
		Rule: func(*linkage.Material) linkage.Rule {
			return linkage.Rule{Kind: casefile.ObserveDevice, Class: "device"}
		},
	}
}
