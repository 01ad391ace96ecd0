package graphapi

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

func (s set) rows() []operation.Row {
	served := s.Served
	read := func(path string, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{
			Method: operation.Get, Path: path, Permissions: served.Read, Needs: served.Needs, Refuse: s.refuseRead(), Source: served.Source,
			In: served.In, Run: run,
		}
	}
	get := read(s.one(), s.get)
	get.Own = served.Own
	if served.One != nil {
		get.Permissions = served.One
	}
	rows := []operation.Row{get}
	listed := !served.NoList && !s.isBelow()
	if listed {
		rows = append(rows, read(served.Path, s.list))
	}
	if listed && !served.Uncounted {
		rows = append(rows, read(served.Path+"/$count", s.count))
	}
	if s.Log != "" {
		delta := read(served.Path+"/delta", s.delta)
		delta.Permissions = s.full()
		rows = append(rows, delta)
	}
	if len(served.Remove) > 0 {
		remove := read(s.one(), s.remove)
		remove.Method, remove.Permissions, remove.Needs, remove.Refuse = operation.Delete, served.Remove, nil, nil
		rows = append(rows, remove)
	}
	if served.Deleted != nil {
		rows = append(rows, s.bin().rows()...)
	}
	rows = append(rows, s.writeRows()...)
	return append(rows, s.referenceRows()...)
}

func (s set) refuseRead() func(*operation.Call) error {
	if s.Served.Refuse == nil {
		return nil
	}
	return func(c *operation.Call) error { return s.Served.Refuse(c.Actor) }
}

// full are the permissions that show all properties.
func (s set) full() []string {
	if s.Served.Full != nil {
		return s.Served.Full
	}
	return s.Served.Read
}
