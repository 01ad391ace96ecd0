package kernel

// Snapshot is the truth of every tenant by key, independent of visibility. It is
// for tests and inspection, and contains no secrets.
func (w *World) Snapshot() map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make(map[string]any, len(w.order))
	for _, d := range w.order {
		d.expire(w.moment())
		all[d.Key] = d.snapshot()
	}
	return all
}

func (d *Directory) snapshot() map[string]any {
	all := map[string]any{
		"key": d.Key, "tenant_id": d.ID, "cloud": d.Cloud, "display_name": d.DisplayName,
		"initial_domain": d.InitialDomain, "default_domain": d.DefaultDomain, "domains": d.copied().Domains,
	}
	for _, p := range d.parts {
		p.snapshot(d, all)
	}
	for _, a := range d.areas {
		if a.Snapshot != nil {
			a.Snapshot(d, all)
		}
	}
	return all
}
