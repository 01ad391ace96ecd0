package kernel

// resolve replaces the names in the references of seeded objects by ids.
func (s *Set[T]) resolve(d *Directory, t *SeedTenant) error {
	for i := range s.References {
		r := &s.References[i]
		for _, v := range s.All(d) {
			if err := r.resolve(d, v); err != nil {
				return t.At[s.Name].Because(err)
			}
		}
	}
	return nil
}

// seed parses the targets of a reference.
func (r *Reference) seed(v any, n *Node) (err error) {
	if r.Many {
		*r.many(v), err = n.Texts()
	} else {
		*r.one(v), err = n.Text()
	}
	return err
}

// resolve works in place: a seeded object is not visible yet.
func (r *Reference) resolve(d *Directory, v any) error {
	names := r.ids(v)
	ids := make([]string, len(names))
	for i, name := range names {
		id, err := d.Find(name)
		if err != nil {
			return err
		}
		ids[i] = id
	}
	switch {
	case len(ids) == 0:
	case r.Many:
		*r.many(v) = ids
	default:
		*r.one(v) = ids[0]
	}
	return nil
}
