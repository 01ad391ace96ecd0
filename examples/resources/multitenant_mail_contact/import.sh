# By e-mail address, with the tenant's key in the provider block.
terraform import multitenant_mail_contact.info fabrikam/info@partner.example

# By Guid in Exchange Online, with the tenant's id.
terraform import multitenant_mail_contact.info 22222222-2222-4222-8222-222222222222/bbbbbbbb-0000-4000-8000-000000000077
