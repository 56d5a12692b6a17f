// Package all lists the signals that the workbench knows, in the order in which
// runs prepare them. A new signal is a package and a line here.
package all

import (
	"slices"

	"casebench/linkage"
	"casebench/linkage/client"
	"casebench/linkage/device"
	"casebench/linkage/email"
	"casebench/linkage/handover"
	"casebench/linkage/metadata"
	"casebench/linkage/network"
	"casebench/linkage/payment"
	"casebench/linkage/phone"
	"casebench/linkage/template"
)

// Signals returns every signal.
func Signals() []linkage.Signal {
	return slices.Concat(
		payment.Signals(),
		device.Signals(),
		phone.Signals(),
		email.Signals(),
		network.Signals(),
		template.Signals(),
		metadata.Signals(),
		handover.Signals(),
		client.Signals(),
	)
}
